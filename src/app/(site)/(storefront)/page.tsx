import type { Metadata } from 'next'
import { pagesCatalog } from '@/app/_catalog'
import { LinkButton } from '@/app/_components/Button'
import { EmptyState } from '@/app/_components/EmptyState'
import { t } from '@/platform/words'
import { CategoryTiles } from './_home/CategoryTiles'
import { Featured } from './_home/Featured'
import { Hero } from './_home/Hero'
import { Promises } from './_home/Promises'
import { StackBand } from './_home/StackBand'
import { currencySuffix } from './_listing/cards'
import { currencyOf, type SearchParams } from './_listing/listingQuery'
import { offeredCurrencies } from './_listing/loadListing'
import { PageTags } from './_listing/PageTags'
import { pageMetadata } from './_listing/pageMetadata'
import { Rail } from './_listing/Rail'

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
  const [featured, ...curated] = home.curated
  return (
    <>
      <PageTags tags={['list', ...home.curated.map(({ id }) => id), ...shown.map(({ id }) => id)]} />
      <Hero home={home} />
      {shown.length > 0 && <StackBand />}
      <Featured rail={featured} suffix={suffix} />
      <Rail
        id="new"
        title={t('storefront.home.new')}
        items={home.newest}
        suffix={suffix}
        aside={<More href="/browse?sort=newest">{t('storefront.home.allNew')}</More>}
      />
      {shown.length === 0 && (
        <div className="page mt-16">
          <EmptyState
            title={t('storefront.empty.shopTitle')}
            action={
              <LinkButton href="/licenses-explained" look="outline">
                {t('storefront.home.licenses')}
              </LinkButton>
            }
          >
            {t('storefront.empty.shop')}
          </EmptyState>
        </div>
      )}
      {curated.map(({ id, slug, title, intro, items }) => (
        <Rail
          key={id}
          id={`collection-${slug}`}
          title={title}
          intro={intro}
          items={items.slice(0, 4)}
          suffix={suffix}
          aside={<More href={`/collections/${slug}`}>{t('storefront.home.wholeCollection')}</More>}
        />
      ))}
      <CategoryTiles categories={home.categories} />
      <Rail
        id="popular"
        title={t('storefront.home.popular')}
        items={home.popular.slice(0, 4)}
        suffix={suffix}
        aside={<More href="/browse">{t('storefront.home.allPopular')}</More>}
      />
      <Promises />
    </>
  )
}

function More({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="py-1 hover:underline hover:underline-offset-4">
      {children} <span aria-hidden="true">→</span>
    </a>
  )
}
