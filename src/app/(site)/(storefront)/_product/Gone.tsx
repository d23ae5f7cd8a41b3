import { LinkButton } from '@/app/_components/Button'
import { ErrorView } from '@/app/_components/ErrorView'
import type { ProductPage } from '@/domain/catalog/findProductPage'
import { t } from '@/platform/words'
import { PageTags } from '../_listing/PageTags'
import { Rail } from '../_listing/Rail'

type Props = { page: Extract<ProductPage, { state: 'withdrawn' | 'suspended' }>; suffix: string }

/**
 * A product that is not sold any more (410), or not at present (404): what it was, what becomes of what was bought, and
 * others of its kind.
 */
export function Gone({ page, suffix }: Props) {
  const { state, seller, alternatives } = page
  return (
    <>
      <meta name="mintreu:status" content={state === 'withdrawn' ? '410' : '404'} />
      <PageTags tags={['list', page.id, seller.id, ...alternatives.map(({ id }) => id)]} />
      <ErrorView
        title={page.name}
        text={
          <>
            <p>{page.summary}</p>
            <p className="mt-3">{t(`storefront.gone.${state}`, { seller: seller.name })}</p>
            <p className="mt-3">{t('storefront.gone.licenses')}</p>
          </>
        }
      >
        <LinkButton href="/account/licenses">{t('storefront.gone.owned')}</LinkButton>
        {seller.slug && (
          <LinkButton href={`/s/${seller.slug}${suffix}`} look="outline">
            {t('storefront.gone.seller', { seller: seller.name })}
          </LinkButton>
        )}
        <LinkButton href={`/browse${suffix}`} look="outline">
          {t('storefront.empty.all')}
        </LinkButton>
      </ErrorView>
      <Rail
        id="alternatives"
        title={t('storefront.gone.alternatives')}
        items={alternatives}
        suffix={suffix}
      />
    </>
  )
}
