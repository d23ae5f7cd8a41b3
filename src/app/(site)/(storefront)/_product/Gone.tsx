import { LinkButton } from '@/app/_components/Button'
import { ErrorView } from '@/app/_components/ErrorView'
import type { ProductPage } from '@/domain/catalog/findProductPage'
import { t } from '@/platform/words'
import { PageTags } from '../_listing/PageTags'
import { Rail } from '../_listing/Rail'

type Props = { page: Extract<ProductPage, { state: 'withdrawn' | 'suspended' }>; suffix: string }

/** A product that is not sold any more, or not at present: a sentence, and others of its kind. */
export function Gone({ page, suffix }: Props) {
  return (
    <>
      <PageTags tags={['list', page.id, ...page.alternatives.map(({ id }) => id)]} />
      <ErrorView title={page.name} text={t(`storefront.gone.${page.state}`)}>
        <LinkButton href="/browse">{t('storefront.empty.all')}</LinkButton>
        <LinkButton href="/account" look="outline">
          {t('storefront.gone.owned')}
        </LinkButton>
      </ErrorView>
      <Rail
        id="alternatives"
        title={t('storefront.gone.alternatives')}
        items={page.alternatives}
        suffix={suffix}
      />
    </>
  )
}
