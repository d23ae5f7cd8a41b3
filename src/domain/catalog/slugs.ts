import { invalid } from '@/platform/errors'
import { reservedSlugs } from './reservedSlugs'

const pattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){1,38}[a-z0-9]$/

/**
 * A seller's or product's slug: 3–40 of [a-z0-9-], no hyphen at an end or doubled, not reserved (CAT-1, ID-3).
 * @throws CodedError 422 `slug_invalid` or `slug_reserved`.
 */
export function checkSlug(value: unknown, what: 'seller' | 'product'): string {
  const slug = typeof value === 'string' ? value.trim() : ''
  if (!pattern.test(slug))
    throw invalid('slug_invalid', `A ${what} slug is 3–40 of a–z, 0–9 and single hyphens inside.`, [
      { path: 'slug', code: 'slug_invalid', message: 'Use 3–40 of a–z, 0–9 and hyphen.' },
    ])
  if (reservedSlugs.has(slug))
    throw invalid('slug_reserved', `“${slug}” is reserved. Choose another slug.`, [
      { path: 'slug', code: 'slug_reserved', message: 'This slug is reserved.' },
    ])
  return slug
}

/** A product's name in API, gateway, Composer and URLs. */
export const handleOf = (sellerSlug: string, productSlug: string): string => `${sellerSlug}/${productSlug}`
