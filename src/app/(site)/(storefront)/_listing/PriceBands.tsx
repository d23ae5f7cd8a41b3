import type { PriceBand } from '@/domain/catalog/priceBands'
import { currencyExponent } from '@/platform/money'
import { t } from '@/platform/words'
import { type ListingQuery, listingHref } from './listingQuery'
import type { Listing } from './loadListing'

/** What filters show of a list. */
export type Narrowed = Pick<Listing, 'query' | 'currencies'> & { list: Pick<Listing['list'], 'facets'> }

/** The ends of a band as the address says them, in major units. */
export function bandRange(
  { minMinor, maxMinor }: PriceBand,
  currency: string,
): Pick<ListingQuery, 'min' | 'max'> {
  const unit = 10 ** currencyExponent(currency)
  return {
    min: minMinor === 0 ? undefined : minMinor / unit,
    max: maxMinor === null ? undefined : maxMinor / unit,
  }
}

/** `Free`, `below 25 USD`, `25–49.99 USD`, `from 100 USD`. */
export function bandWords(band: PriceBand, currency: string): string {
  const { min = 0, max = 0 } = bandRange(band, currency)
  const code = currency.toUpperCase()
  if (band.name === 'free') return t('storefront.price.free')
  if (band.name === 'low') return t('storefront.price.upTo', { max, code })
  return band.maxMinor === null
    ? t('storefront.price.above', { min, code })
    : t('storefront.price.between', { min, max, code })
}

export const isBand = (band: PriceBand, { min, max, currency }: ListingQuery): boolean => {
  const range = bandRange(band, currency)
  return range.min === min && range.max === max
}

/** Prices in a few steps with their counts, as links: one that is chosen leads back. One that holds nothing is left out. */
export function PriceBands({ listing, base }: { listing: Narrowed; base: string }) {
  const { query, list, currencies } = listing
  const home = currencies[0] ?? query.currency
  const shown = list.facets.prices.filter((band) => band.count > 0 || isBand(band, query))
  if (shown.length === 0) return null
  return (
    <ul className="mb-3">
      {shown.map((band) => {
        const isChosen = isBand(band, query)
        const change = isChosen ? { min: undefined, max: undefined } : bandRange(band, query.currency)
        return (
          <li key={band.name}>
            <a
              href={listingHref(base, query, change, home)}
              aria-current={isChosen ? 'true' : undefined}
              className="flex min-h-8 items-center justify-between gap-3 text-[0.9375rem] hover:underline hover:underline-offset-4 aria-[current]:font-semibold pointer-coarse:min-h-11"
            >
              {bandWords(band, query.currency)}
              <span className="text-small text-ink-3">
                <span aria-hidden="true">{band.count}</span>
                <span className="sr-only">{t('storefront.filters.products', { count: band.count })}</span>
              </span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
