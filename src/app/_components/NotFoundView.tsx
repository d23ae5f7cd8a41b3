import { t } from '@/platform/words'
import { LinkButton } from './Button'
import { ErrorView } from './ErrorView'
import { SearchForm } from './SearchForm'

/** The page for an address that leads nowhere, with the search beside it. */
export function NotFoundView() {
  return (
    <ErrorView
      code={t('pages.notFound.code')}
      title={t('pages.notFound.title')}
      text={t('pages.notFound.text')}
    >
      <div className="w-full max-w-md">
        <SearchForm id="search-again" label={t('pages.notFound.search')} />
      </div>
      <LinkButton href="/browse">{t('pages.notFound.browse')}</LinkButton>
      <LinkButton href="/" look="outline">
        {t('pages.notFound.home')}
      </LinkButton>
    </ErrorView>
  )
}

/**
 * The same as a shared page's whole answer. `notFound()` would send an empty shell that only scripts fill; this one can be
 * read without, and edge takes the status from the mark.
 */
export function NotFoundPage() {
  return (
    <>
      <meta name="mintreu:status" content="404" />
      <NotFoundView />
    </>
  )
}
