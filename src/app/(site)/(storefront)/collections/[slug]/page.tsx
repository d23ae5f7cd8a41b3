import type { Metadata } from 'next'
import { cache } from 'react'
import { pagesCatalog } from '@/app/_catalog'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { LinkButton } from '@/app/_components/Button'
import { DrawnOnPage } from '@/app/_components/Drawn'
import { EmptyState } from '@/app/_components/EmptyState'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { pagesDatabase } from '@/app/_database'
import { movedCuration } from '@/domain/catalog/homePage'
import { listData } from '@/domain/catalog/structuredData'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { Cards, currencySuffix } from '../../_listing/cards'
import { currencyOf, type SearchParams } from '../../_listing/listingQuery'
import { offeredCurrencies } from '../../_listing/loadListing'
import { movedTo } from '../../_listing/moved'
import { PageTags } from '../../_listing/PageTags'
import { pageMetadata } from '../../_listing/pageMetadata'
import { StructuredData } from '../../_listing/StructuredData'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<SearchParams> }

const find = cache(async (slug: string, currency: string) => pagesCatalog().findCuration({ slug, currency }))

async function load({ params, searchParams }: Props) {
  const currencies = await offeredCurrencies()
  const currency = currencyOf(await searchParams, currencies)
  return {
    curation: await find((await params).slug, currency),
    suffix: currencySuffix(currency, currencies[0] ?? currency),
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { curation } = await load(props)
  if (!curation) return { title: t('pages.notFound.title') }
  return pageMetadata({
    title: curation.title,
    description: curation.intro || t('storefront.collection.description', { title: curation.title }),
    path: `/collections/${curation.slug}`,
  })
}

/** What editors put together. */
export default async function CollectionPage(props: Props) {
  const { curation, suffix } = await load(props)
  if (!curation) {
    const slug = await movedCuration(await pagesDatabase(), (await props.params).slug)
    if (slug) movedTo(`/collections/${slug}`, await props.searchParams)
    return <NotFoundPage />
  }
  return (
    <div className="page pt-8">
      <StructuredData
        data={listData(
          {
            description: curation.intro || t('storefront.collection.description', { title: curation.title }),
            steps: [
              { name: t('storefront.browse.title'), path: '/browse' },
              { name: curation.title, path: `/collections/${curation.slug}` },
            ],
            listings: curation.items,
          },
          environment().PUBLIC_URL,
        )}
      />
      <PageTags tags={['list', curation.id, ...curation.items.map(({ id }) => id)]} />
      <Breadcrumbs
        items={[{ label: t('storefront.browse.title'), href: '/browse' }, { label: curation.title }]}
      />
      <h1 className="mt-3 font-display text-title">{curation.title}</h1>
      {curation.intro && <p className="mt-2 max-w-[65ch] text-lead text-ink-2">{curation.intro}</p>}
      <div className="mt-8">
        {curation.items.length > 0 ? (
          <DrawnOnPage of={Cards} given={{ listings: curation.items, suffix }} />
        ) : (
          <EmptyState
            title={t('storefront.collection.empty')}
            action={<LinkButton href="/browse">{t('storefront.empty.all')}</LinkButton>}
          />
        )}
      </div>
    </div>
  )
}
