import { cache } from 'react'
import { pagesCatalog } from '@/app/_catalog'
import { pagesDatabase } from '@/app/_database'
import { readSettings } from '@/domain/accounts/settings'
import type { ProductList } from '@/domain/catalog/listProducts'
import { filtersOf, type ListingQuery, parseListing, type SearchParams } from './listingQuery'

export interface Listing {
  query: ListingQuery
  list: ProductList
  /** Offered currencies, the default first. */
  currencies: string[]
}

/** The settings of the shop, read once a request. */
export const shopSettings = cache(async () => readSettings(await pagesDatabase()))

/** Currencies that the shop sells in, the default first. */
export const offeredCurrencies = cache(async (): Promise<string[]> => {
  const { baseCurrency, currencies } = await shopSettings()
  return [baseCurrency, ...currencies.filter((currency) => currency !== baseCurrency)]
})

/** A list as its address asks for it, within a category or not. */
export async function loadListing(params: SearchParams, category?: string): Promise<Listing> {
  const currencies = await offeredCurrencies()
  const query = parseListing(params, currencies)
  const list = await pagesCatalog().listProducts({
    query: query.q,
    filters: { ...filtersOf(query), category },
    sort: query.sort,
    page: query.page,
    currency: query.currency,
  })
  return { query, list, currencies }
}
