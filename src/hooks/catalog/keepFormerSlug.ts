import type { CollectionBeforeValidateHook } from 'payload'

/** What a category or a collection was called before is kept, so that its old addresses lead to the present one. */
export const keepFormerSlug: CollectionBeforeValidateHook = ({ data, originalDoc, operation }) => {
  if (!data) return data
  const { formerSlugs: _fromTheBody, ...rest } = data
  if (operation === 'create') return { ...rest, formerSlugs: [] }
  const before: unknown = originalDoc?.slug
  const slug: unknown = rest.slug ?? before
  if (typeof before !== 'string' || slug === before) return rest
  const former: { slug: string }[] = originalDoc?.formerSlugs ?? []
  const kept = former.filter((row) => row.slug !== before && row.slug !== slug)
  return { ...rest, formerSlugs: [...kept, { slug: before }] }
}
