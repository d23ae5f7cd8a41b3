import type { Unfit } from '@/app/_components/ProductCard'
import { type Platform, platforms, rangeLabel } from '@/domain/catalog/compatibility'
import type { ProductListing } from '@/domain/catalog/productCard'
import { t } from '@/platform/words'

const names: readonly Platform[] = ['php', 'laravel']

/** For each platform that a product states: the versions that it fits, and what to say to those who run another. */
export function unfitOf(listing: Pick<ProductListing, 'fits' | 'php' | 'laravel'>): Unfit {
  return Object.fromEntries(
    names.flatMap((platform): [Platform, { lines: string; words: string }][] => {
      const lines = listing.fits[platform]
      if (lines === null) return []
      return [[platform, { lines: lines.join(' '), words: needs(platform, lines, listing[platform]) }]]
    }),
  )
}

function needs(platform: Platform, lines: readonly string[], stated: string | null): string {
  const name = t(`storefront.stack.short.${platform}`)
  const [first] = lines
  if (first === undefined) return t('storefront.stack.needsOther', { name })
  const isWhole = platforms[platform].slice(-lines.length).join() === lines.join()
  if (isWhole && stated?.endsWith('+')) return t('storefront.stack.needsFrom', { name, first })
  return t('storefront.stack.needs', {
    name,
    range: rangeLabel(lines.map((line) => `~${line}.0`).join('||'), platform),
  })
}
