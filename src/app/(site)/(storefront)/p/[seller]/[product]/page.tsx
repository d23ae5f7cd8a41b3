import type { Metadata } from 'next'
import { cache } from 'react'
import { pagesCatalog } from '@/app/_catalog'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { productData } from '@/domain/catalog/structuredData'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { productCard } from '../../../../social/cards'
import { currencySuffix } from '../../../_listing/cards'
import { currencyOf, type SearchParams } from '../../../_listing/listingQuery'
import { offeredCurrencies, shopSettings } from '../../../_listing/loadListing'
import { movedTo } from '../../../_listing/moved'
import { pageMetadata } from '../../../_listing/pageMetadata'
import { StructuredData } from '../../../_listing/StructuredData'
import { Gone } from '../../../_product/Gone'
import { ProductView } from '../../../_product/ProductView'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ seller: string; product: string }>
  searchParams: Promise<SearchParams>
}

const find = cache(async (handle: string, currency: string) =>
  pagesCatalog().findProductPage({ handle, currency }),
)

async function load({ params, searchParams }: Props) {
  const [{ seller, product }, query, currencies] = await Promise.all([
    params,
    searchParams,
    offeredCurrencies(),
  ])
  const currency = currencyOf(query, currencies)
  return {
    page: await find(`${seller}/${product}`, currency),
    currency,
    currencies,
    suffix: currencySuffix(currency, currencies[0] ?? currency),
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, currencies } = await load(props)
  if (!page || page.state === 'moved') return { title: t('pages.notFound.title'), robots: { index: false } }
  if (page.state !== 'published') return { title: page.name, robots: { index: false } }
  return pageMetadata({
    title: t('storefront.product.metaTitle', { name: page.name, seller: page.seller.name }),
    description: page.summary,
    path: `/p/${page.product.handle}`,
    card: productCard(
      {
        ...page.product,
        id: page.product._id,
        name: page.name,
        seller: page.seller.name,
        packages: page.packages,
      },
      currencies[0] ?? 'usd',
    ),
    feed: {
      path: `/feeds/p/${page.product.handle}`,
      title: t('storefront.feeds.releases', { name: page.name }),
    },
  })
}

/** A product: what it is, what it costs, what its license allows, what it runs on. */
export default async function ProductPage(props: Props) {
  const { page, currency, currencies, suffix } = await load(props)
  if (!page) return <NotFoundPage />
  if (page.state === 'moved') movedTo(`/p/${page.handle}`, await props.searchParams)
  if (page.state !== 'published') return <Gone page={page} suffix={suffix} />
  const { refundDays } = await shopSettings()
  const data = productData(page, currency, environment().PUBLIC_URL, t('storefront.browse.title'))
  return (
    <>
      <StructuredData data={data} />
      <ProductView
        page={page}
        currency={currency}
        currencies={currencies}
        refundDays={page.product.refundPolicy?.days ?? refundDays}
      />
    </>
  )
}
