import type { Metadata } from 'next'
import { cache } from 'react'
import { pagesCatalog } from '@/app/_catalog'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { categoryAt, categoryOnceAt, lineage } from '@/domain/catalog/categories'
import { listData } from '@/domain/catalog/structuredData'
import { environment } from '@/platform/env'
import { t } from '@/platform/words'
import { categoryCard } from '../../../social/cards'
import { ListingView } from '../../_listing/ListingView'
import { isNarrowed, parseListing, type SearchParams } from '../../_listing/listingQuery'
import { loadListing, offeredCurrencies } from '../../_listing/loadListing'
import { movedTo } from '../../_listing/moved'
import { pageMetadata } from '../../_listing/pageMetadata'
import { StructuredData } from '../../_listing/StructuredData'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ category: string[] }>; searchParams: Promise<SearchParams> }

const findCategory = cache(async (path: string) => {
  const tree = await pagesCatalog().listCategories({})
  const category = categoryAt(tree, path.split('/'))
  if (category) return { category, line: lineage(category.id, tree.byId), moved: null }
  const moved = categoryOnceAt(tree, path.split('/'))
  return moved && { category: moved, line: [], moved: moved.path.join('/') }
})

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const path = (await params).category.join('/')
  const found = await findCategory(path)
  if (!found || found.moved) return { title: t('pages.notFound.title') }
  const query = parseListing(await searchParams, await offeredCurrencies())
  const { name, description } = found.category
  return pageMetadata({
    title: name,
    description: description || t('storefront.category.description', { name }),
    path: query.page > 1 ? `/c/${path}?page=${query.page}` : `/c/${path}`,
    index: !isNarrowed(query),
    card: categoryCard(found.category),
    feed: { path: `/feeds/c/${path}`, title: t('storefront.feeds.category', { name }) },
  })
}

/** What lies in a category and below it. */
export default async function CategoryPage({ params, searchParams }: Props) {
  const path = (await params).category.join('/')
  const found = await findCategory(path)
  if (!found) return <NotFoundPage />
  if (found.moved) movedTo(`/c/${found.moved}`, await searchParams)
  const { category, line } = found
  const listing = await loadListing(await searchParams, category.id)
  const base = `/c/${path}`
  const steps = [
    { name: t('storefront.browse.title'), path: '/browse' },
    ...line.map(({ name, path: slugs }) => ({ name, path: `/c/${slugs.join('/')}` })),
  ]
  const description = category.description || t('storefront.category.description', { name: category.name })
  const data = listData({ description, steps, listings: listing.list.items }, environment().PUBLIC_URL)
  return (
    <ListingView
      listing={listing}
      base={base}
      categories={listing.list.categories.roots}
      line={line.map(({ id }) => id)}
      tags={line.map(({ id }) => id)}
      head={
        <>
          <StructuredData data={data} />
          <Breadcrumbs
            items={[
              { label: t('storefront.browse.title'), href: '/browse' },
              ...line.map((node) =>
                node.id === category.id
                  ? { label: node.name }
                  : { label: node.name, href: `/c/${node.path.join('/')}` },
              ),
            ]}
          />
          <h1 className="mt-3 font-display text-title">{category.name}</h1>
          {category.description && <p className="mt-2 max-w-[65ch] text-ink-2">{category.description}</p>}
        </>
      }
    />
  )
}
