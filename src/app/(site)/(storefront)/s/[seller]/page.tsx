import type { Metadata } from 'next'
import { cache } from 'react'
import { pagesCatalog } from '@/app/_catalog'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { LinkButton } from '@/app/_components/Button'
import { dateWords } from '@/app/_components/DateTime'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { EmptyState } from '@/app/_components/EmptyState'
import { ErrorView } from '@/app/_components/ErrorView'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { listData } from '@/domain/catalog/structuredData'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { sellerCard } from '../../../social/cards'
import { Cards, currencySuffix } from '../../_listing/cards'
import { currencyOf, type SearchParams } from '../../_listing/listingQuery'
import { offeredCurrencies } from '../../_listing/loadListing'
import { movedTo } from '../../_listing/moved'
import { PageTags } from '../../_listing/PageTags'
import { pageMetadata } from '../../_listing/pageMetadata'
import { StructuredData } from '../../_listing/StructuredData'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ seller: string }>; searchParams: Promise<SearchParams> }

const find = cache(async (slug: string, currency: string) =>
  pagesCatalog().findSellerPage({ slug, currency }),
)

async function load({ params, searchParams }: Props) {
  const currencies = await offeredCurrencies()
  const currency = currencyOf(await searchParams, currencies)
  return {
    page: await find((await params).seller, currency),
    suffix: currencySuffix(currency, currencies[0] ?? currency),
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page } = await load(props)
  if (page?.state !== 'open') return { title: t('storefront.seller.closed'), robots: { index: false } }
  const { id, name, slug, productCount } = page.seller
  return pageMetadata({
    title: name,
    description: t('storefront.seller.description', { name, count: productCount }),
    path: `/s/${slug}`,
    card: sellerCard({ id, name, count: productCount }),
    feed: { path: `/feeds/s/${slug}`, title: t('storefront.feeds.seller', { name }) },
  })
}

/** Who sells, and everything of theirs that is on sale. */
export default async function SellerPage(props: Props) {
  const { page, suffix } = await load(props)
  if (!page) return <NotFoundPage />
  if (page.state === 'moved') movedTo(`/s/${page.slug}`, await props.searchParams)
  if (page.state === 'closed')
    return (
      <>
        <meta name="mintreu:status" content={page.isFinal ? '410' : '404'} />
        <ErrorView
          title={t('storefront.seller.closed')}
          text={t('storefront.seller.closedText', { name: page.name })}
        >
          <LinkButton href="/browse">{t('storefront.empty.all')}</LinkButton>
        </ErrorView>
      </>
    )
  const { seller, products } = page
  return (
    <div className="page pt-8">
      <StructuredData
        data={listData(
          {
            description: t('storefront.seller.description', {
              name: seller.name,
              count: seller.productCount,
            }),
            steps: [
              { name: t('storefront.browse.title'), path: '/browse' },
              { name: seller.name, path: `/s/${seller.slug}` },
            ],
            listings: products,
            seller: seller.name,
          },
          environment().PUBLIC_URL,
        )}
      />
      <PageTags tags={['list', seller.id, ...products.map(({ id }) => id)]} />
      <Breadcrumbs
        items={[{ label: t('storefront.browse.title'), href: '/browse' }, { label: seller.name }]}
      />
      <h1 className="mt-3 font-display text-title">{seller.name}</h1>
      <p className="mt-2 text-ink-2">
        {t('storefront.seller.products', { count: seller.productCount })}
        {seller.since && <> · {t('storefront.seller.since', { date: dateWords(seller.since) })}</>}
      </p>
      <div className="mt-8">
        {products.length > 0 ? (
          <DrawnOnPage of={Cards} given={{ listings: products, suffix }} />
        ) : (
          <EmptyState
            title={t('storefront.seller.empty')}
            action={<LinkButton href="/browse">{t('storefront.empty.all')}</LinkButton>}
          >
            {t('storefront.seller.emptyText', { name: seller.name })}
          </EmptyState>
        )}
      </div>
    </div>
  )
}
