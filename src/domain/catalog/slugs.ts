import { conflict, invalid } from '@/platform/errors'
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

/** A product by its present slug and the handles that it had. */
export interface NamedProduct {
  slug: string
  formerHandles?: readonly { handle: string }[]
}

/**
 * Refuses a slug that another product of the same seller has or had, under whatever name the seller had then: handles that
 * were sold lead to their product for ever (ID-3), and renaming the seller makes no two products the same.
 * @throws CodedError 409 `slug_taken`.
 */
export function assertSlugFree(slug: string, others: readonly NamedProduct[]): void {
  const isTaken = others.some(
    (other) =>
      other.slug === slug || other.formerHandles?.some(({ handle }) => handle.split('/')[1] === slug),
  )
  if (isTaken)
    throw conflict(
      'slug_taken',
      `Another product of this seller has or had the slug “${slug}”. Choose another.`,
    )
}
