import { type ProductCardData, ProductCards } from '@/app/_components/ProductCard'
import type { ProductListing } from '@/domain/catalog/productCard'
import { t } from '@/platform/words'
import { unfitOf } from './unfit'

/** What a card says of a listing; `suffix` keeps the reader's currency in the link. */
export function cardOf(listing: ProductListing, suffix = ''): ProductCardData {
  return {
    id: listing.id,
    href: `/p/${listing.handle}${suffix}`,
    type: listing.type,
    name: listing.name,
    summary: listing.summary,
    compatibility: compatibilityWords(listing),
    price: listing.price,
    unfit: unfitOf(listing),
  }
}

/** `PHP 8.2–8.4 · Laravel 11–13`, or what the seller says where no versions are stated. */
export function compatibilityWords({
  php,
  laravel,
  platform,
}: Pick<ProductListing, 'php' | 'laravel' | 'platform'>): string {
  const versions = [
    php && t('storefront.runsOn.php', { range: php }),
    laravel && t('storefront.runsOn.laravel', { range: laravel }),
  ].filter(Boolean)
  return versions.length > 0 ? versions.join(' · ') : (platform ?? '')
}

/** What page links carry so that the currency of an address is kept. */
export const currencySuffix = (currency: string, defaultCurrency: string): string =>
  currency === defaultCurrency ? '' : `?currency=${currency}`

/** Cards beside a column of filters: one to three columns. */
export function ResultGrid({ listings, suffix }: { listings: readonly ProductListing[]; suffix: string }) {
  return (
    <ProductCards
      products={listings.map((listing) => cardOf(listing, suffix))}
      heading="h2"
      className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3"
    />
  )
}

/** Cards over the whole width: one to four columns. */
export function Cards({ listings, suffix }: { listings: readonly ProductListing[]; suffix: string }) {
  return <ProductCards products={listings.map((listing) => cardOf(listing, suffix))} heading="h2" />
}
