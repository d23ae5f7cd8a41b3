import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { cache } from 'react'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { pagesDatabase } from '@/app/_database'
import { readSettings } from '@/domain/accounts/settings'
import { findProductPage } from '@/domain/catalog/findProductPage'
import { productData, scriptJson } from '@/domain/catalog/structuredData'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { currencySuffix } from '../../../_listing/cards'
import { currencyOf, type SearchParams } from '../../../_listing/listingQuery'
import { offeredCurrencies } from '../../../_listing/loadListing'
import { pageMetadata } from '../../../_listing/pageMetadata'
import { Gone } from '../../../_product/Gone'
import { ProductView } from '../../../_product/ProductView'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ seller: string; product: string }>
  searchParams: Promise<SearchParams>
}

const find = cache(async (handle: string, currency: string) =>
  findProductPage({ database: await pagesDatabase(), handle, currency }),
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
  const { page } = await load(props)
  if (!page || page.state === 'moved') return { title: t('pages.notFound.title'), robots: { index: false } }
  if (page.state !== 'published') return { title: page.name, robots: { index: false } }
  return pageMetadata({
    title: t('storefront.product.metaTitle', { name: page.name, seller: page.seller.name }),
    description: page.summary,
    path: `/p/${page.product.handle}`,
  })
}

/** A product: what it is, what it costs, what its license allows, what it runs on. */
export default async function ProductPage(props: Props) {
  const { page, currency, currencies, suffix } = await load(props)
  if (!page) return <NotFoundPage />
  if (page.state === 'moved') permanentRedirect(`/p/${page.handle}${suffix}`)
  if (page.state !== 'published') return <Gone page={page} suffix={suffix} />
  const { refundDays } = await readSettings(await pagesDatabase())
  const data = productData(page, currency, environment().PUBLIC_URL, t('storefront.browse.title'))
  return (
    <>
      <script
        type="application/ld+json"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: data that cannot end its element (scriptJson)
        dangerouslySetInnerHTML={{ __html: scriptJson(data) }}
      />
      <ProductView
        page={page}
        currency={currency}
        currencies={currencies}
        refundDays={page.product.refundPolicy?.days ?? refundDays}
      />
    </>
  )
}
