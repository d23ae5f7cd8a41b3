import type { Metadata } from 'next'
import { t } from '@/platform/words'
import { ListingView } from '../_listing/ListingView'
import { isNarrowed, parseListing, type SearchParams } from '../_listing/listingQuery'
import { loadListing, offeredCurrencies } from '../_listing/loadListing'
import { pageMetadata } from '../_listing/pageMetadata'

export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<SearchParams> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const query = parseListing(await searchParams, await offeredCurrencies())
  return pageMetadata({
    title: t('storefront.browse.title'),
    description: t('storefront.browse.description'),
    path: query.page > 1 ? `/browse?page=${query.page}` : '/browse',
    index: !isNarrowed(query),
  })
}

/** Everything that is on sale. */
export default async function BrowsePage({ searchParams }: Props) {
  const listing = await loadListing(await searchParams)
  const [onlyType, ...others] = listing.query.types
  const title =
    onlyType && others.length === 0 ? t(`storefront.types.${onlyType}`) : t('storefront.browse.title')
  return (
    <ListingView
      listing={listing}
      base="/browse"
      categories={listing.list.categories.roots}
      head={
        <>
          <h1 className="font-display text-title">{title}</h1>
          <p className="mt-2 max-w-[65ch] text-ink-2">{t('storefront.browse.intro')}</p>
        </>
      }
    />
  )
}
