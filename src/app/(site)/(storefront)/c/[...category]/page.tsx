import type { Metadata } from 'next'
import { cache } from 'react'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { NotFoundPage } from '@/app/_components/NotFoundView'
import { pagesDatabase } from '@/app/_database'
import { categoryAt, lineage } from '@/domain/catalog/categories'
import { listCategories } from '@/domain/catalog/listCategories'
import { t } from '@/platform/words'
import { ListingView } from '../../_listing/ListingView'
import { isNarrowed, parseListing, type SearchParams } from '../../_listing/listingQuery'
import { loadListing, offeredCurrencies } from '../../_listing/loadListing'
import { pageMetadata } from '../../_listing/pageMetadata'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ category: string[] }>; searchParams: Promise<SearchParams> }

const findCategory = cache(async (path: string) => {
  const tree = await listCategories({ database: await pagesDatabase() })
  const category = categoryAt(tree, path.split('/'))
  return category && { category, line: lineage(category.id, tree.byId) }
})

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const path = (await params).category.join('/')
  const found = await findCategory(path)
  if (!found) return { title: t('pages.notFound.title') }
  const query = parseListing(await searchParams, await offeredCurrencies())
  const { name, description } = found.category
  return pageMetadata({
    title: name,
    description: description || t('storefront.category.description', { name }),
    path: query.page > 1 ? `/c/${path}?page=${query.page}` : `/c/${path}`,
    index: !isNarrowed(query),
  })
}

/** What lies in a category and below it. */
export default async function CategoryPage({ params, searchParams }: Props) {
  const path = (await params).category.join('/')
  const found = await findCategory(path)
  if (!found) return <NotFoundPage />
  const { category, line } = found
  const listing = await loadListing(await searchParams, category.id)
  const base = `/c/${path}`
  return (
    <ListingView
      listing={listing}
      base={base}
      categories={listing.list.categories.byId.get(category.id)?.children ?? []}
      tags={line.map(({ id }) => id)}
      head={
        <>
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
