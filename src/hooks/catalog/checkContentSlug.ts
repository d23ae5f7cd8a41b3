import type { CollectionBeforeValidateHook } from 'payload'
import { refusal } from '../shared/refuse'

/** Slugs of categories and curated collections: they live under paths of their own, so no reserved list. */
export const checkContentSlug: CollectionBeforeValidateHook = ({ data, originalDoc }) => {
  const slug: unknown = data?.slug ?? originalDoc?.slug
  if (typeof slug === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 60) return data
  throw refusal('slug_invalid', 'A slug is up to 60 of a–z, 0–9 and single hyphens inside.', 422)
}
