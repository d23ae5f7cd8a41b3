import type { FilterName } from '@/domain/catalog/filters'
import type { PriceBand } from '@/domain/catalog/priceBands'
import { t } from '@/platform/words'
import type { ListingQuery } from './listingQuery'
import type { Listing } from './loadListing'
import { bandWords, isBand } from './PriceBands'

export interface Chip {
  key: string
  label: string
  /** The query without it. */
  without: Partial<ListingQuery>
}

/** One chip for each filter value that is set. */
export function chipsOf({ query, list }: Listing): Chip[] {
  const sellerName = (slug: string) => list.facets.sellers.find(({ value }) => value === slug)?.name ?? slug
  const chips: Chip[] = query.types.map((type) => ({
    key: `type-${type}`,
    label: t(`common.type.${type}`),
    without: { types: query.types.filter((other) => other !== type) },
  }))
  if (query.php)
    chips.push({
      key: 'php',
      label: t('storefront.runsOn.php', { range: query.php }),
      without: { php: undefined },
    })
  if (query.laravel)
    chips.push({
      key: 'laravel',
      label: t('storefront.runsOn.laravel', { range: query.laravel }),
      without: { laravel: undefined },
    })
  if (query.min !== undefined || query.max !== undefined)
    chips.push({
      key: 'price',
      label: priceWords(query, list.facets.prices),
      without: { min: undefined, max: undefined },
    })
  return [
    ...chips,
    ...query.sellers.map((seller) => ({
      key: `seller-${seller}`,
      label: sellerName(seller),
      without: { sellers: query.sellers.filter((other) => other !== seller) },
    })),
  ]
}

/** What dropping a whole filter changes in the query; a category is left by its address instead. */
export const droppedFilters: Record<Exclude<FilterName, 'category'>, Partial<ListingQuery>> = {
  types: { types: [] },
  sellers: { sellers: [] },
  price: { min: undefined, max: undefined },
  php: { php: undefined },
  laravel: { laravel: undefined },
}

function priceWords(query: ListingQuery, bands: readonly PriceBand[]): string {
  const { min, max, currency } = query
  const band = bands.find((each) => isBand(each, query))
  if (band) return bandWords(band, currency)
  const code = currency.toUpperCase()
  if (min !== undefined && max !== undefined) return t('storefront.price.between', { min, max, code })
  return min === undefined
    ? t('storefront.price.upTo', { max: max ?? 0, code })
    : t('storefront.price.above', { min, code })
}
