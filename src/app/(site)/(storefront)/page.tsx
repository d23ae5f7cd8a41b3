import type { Metadata } from 'next'
import { pagesCatalog } from '@/app/_catalog'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { t } from '@/platform/words'
import { Hero } from './_home/Hero'
import { Shelves } from './_home/Shelves'
import { StackBand } from './_home/StackBand'
import { currencySuffix } from './_listing/cards'
import { currencyOf, type SearchParams } from './_listing/listingQuery'
import { offeredCurrencies } from './_listing/loadListing'
import { PageTags } from './_listing/PageTags'
import { pageMetadata } from './_listing/pageMetadata'

export const dynamic = 'force-dynamic'

export const generateMetadata = (): Metadata => ({
  ...pageMetadata({
    title: t('storefront.home.metaTitle'),
    description: t('storefront.home.lead'),
    path: '/',
    feed: { path: '/feeds/new', title: t('storefront.feeds.new') },
  }),
  title: { absolute: t('storefront.home.metaTitle') },
})

export default async function Home({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [currencies, params] = await Promise.all([offeredCurrencies(), searchParams])
  const currency = currencyOf(params, currencies)
  const suffix = currencySuffix(currency, currencies[0] ?? currency)
  const home = await pagesCatalog().homePage({ currency })
  const shown = [...home.newest, ...home.popular, ...home.curated.flatMap(({ items }) => items)]
  return (
    <>
      <PageTags tags={['list', ...home.curated.map(({ id }) => id), ...shown.map(({ id }) => id)]} />
      <Hero home={home} />
      {shown.length > 0 && <StackBand />}
      <DrawnOnPage of={Shelves} given={{ home, suffix }} />
    </>
  )
}
