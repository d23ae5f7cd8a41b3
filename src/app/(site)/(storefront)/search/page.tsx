import type { Metadata } from 'next'
import { SearchForm } from '@/app/_components/SearchForm'
import { t } from '@/platform/words'
import { ListingView } from '../_listing/ListingView'
import { listingHref, type SearchParams } from '../_listing/listingQuery'
import { loadListing } from '../_listing/loadListing'
import { pageMetadata } from '../_listing/pageMetadata'

export const dynamic = 'force-dynamic'

export const generateMetadata = (): Metadata =>
  pageMetadata({
    title: t('storefront.search.title'),
    description: t('storefront.search.description'),
    path: '/search',
    index: false,
  })

/** What words lead to. */
export default async function SearchPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const listing = await loadListing(await searchParams)
  const { query, list, currencies } = listing
  const home = currencies[0] ?? query.currency
  return (
    <ListingView
      listing={listing}
      base="/search"
      categories={[]}
      head={
        <>
          <h1 className="font-display text-title">
            {query.q ? t('storefront.search.resultsFor', { query: query.q }) : t('storefront.search.title')}
          </h1>
          <div className="mt-4 max-w-xl">
            <SearchForm id="search-again" query={query.q} label={t('storefront.search.again')} />
          </div>
          {list.suggestions.map((suggestion) => (
            <p key={suggestion} className="mt-3">
              {t('storefront.search.didYouMean')}{' '}
              <a href={listingHref('/search', query, { q: suggestion }, home)} className="link font-semibold">
                {suggestion}
              </a>
            </p>
          ))}
        </>
      }
    />
  )
}
