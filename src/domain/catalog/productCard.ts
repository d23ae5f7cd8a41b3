import type { CategoryTree } from './categories'
import {
  acceptedLines,
  anyAccepts,
  type Platform,
  platforms,
  rangeLabel,
  requiredRange,
} from './compatibility'
import { textIn } from './localized'
import { lowestPrice, type Price } from './price'
import type { ProductType } from './records'
import type { ShelfProduct } from './shelf'

/** A product in a list, in the reader's language and currency. */
export interface ProductListing {
  id: string
  handle: string
  type: ProductType
  name: string
  summary: string
  seller: { id: string; slug: string; name: string }
  /** `8.2–8.4`; null where it states nothing. */
  php: string | null
  laravel: string | null
  /** Versions that some release of it fits; null where it states nothing and so fits all. */
  fits: Record<Platform, string[] | null>
  /** What it says of itself beside versions, such as `REST · OpenAPI 3.1`. */
  platform: string | null
  version: string | null
  /** null: not sold in this currency. */
  price: Price | null
}

const listings = new WeakMap<ShelfProduct, Map<string, ProductListing>>()

/** Made once: a product of the shelf is never changed, after a change there is another object (shelf.ts). */
export function listingOf(product: ShelfProduct, currency: string, locale: string): ProductListing {
  const known = listings.get(product) ?? new Map<string, ProductListing>()
  listings.set(product, known)
  const key = `${currency} ${locale}`
  const listing = known.get(key) ?? madeListing(product, currency, locale)
  known.set(key, listing)
  return listing
}

function madeListing(product: ShelfProduct, currency: string, locale: string): ProductListing {
  return {
    id: product.id,
    handle: product.handle,
    type: product.type,
    name: textIn(product.name, locale),
    summary: textIn(product.summary, locale),
    seller: product.seller,
    php: statedRange(product, 'php'),
    laravel: statedRange(product, 'laravel'),
    fits: { php: statedLines(product, 'php'), laravel: statedLines(product, 'laravel') },
    platform: product.compatibility?.other || null,
    version: product.version,
    price: lowestPrice(product.packages, currency),
  }
}

/**
 * The ranges that a product fits: what it states of itself, and what any published release requires, for an
 * older release that fits counts too.
 */
export function rangesOf(product: ShelfProduct, platform: Platform): string[] {
  const stated = product.compatibility?.[platform]
  const required = product.requirements.flatMap((each) => requiredRange(each, platform) ?? [])
  return stated ? [stated, ...required] : required
}

/** The versions of a platform that it fits; one that states nothing (an API, a consultation) fits all. */
export const fittingLines = (product: ShelfProduct, platform: Platform): string[] => {
  const ranges = rangesOf(product, platform)
  return platforms[platform].filter((line) => anyAccepts(ranges, line))
}

const statedLines = (product: ShelfProduct, platform: Platform): string[] | null =>
  rangesOf(product, platform).length === 0 ? null : fittingLines(product, platform)

/** The names of its categories and of those above, for search. */
export function categoryNames(product: ShelfProduct, tree: CategoryTree): string[] {
  return product.categories.flatMap((id) => {
    const node = tree.byId.get(id)
    return node ? [node.name] : []
  })
}

function statedRange(product: ShelfProduct, platform: Platform): string | null {
  const stated = product.compatibility?.[platform]
  if (stated) return rangeLabel(stated, platform)
  const ranges = rangesOf(product, platform)
  const lines = platforms[platform].filter((line) =>
    ranges.some((range) => acceptedLines(range, platform).includes(line)),
  )
  if (ranges.length === 0 || lines.length === 0) return null
  return rangeLabel(lines.map((line) => `~${line}.0`).join('||'), platform)
}
