import type { CollectionBeforeValidateHook } from 'payload'
import { checkSlug } from '@/domain/catalog/slugs'
import { orRefuse } from '../shared/refuse'

/** A slug is checked where it is new, and a former one stays as an alias for ever (ID-3). */
export const nameSeller: CollectionBeforeValidateHook = async ({ data, originalDoc, operation }) => {
  const slug: unknown = data?.slug
  const before: unknown = originalDoc?.slug
  if (!data || slug === undefined || (operation === 'update' && slug === before)) return data
  const checked = await orRefuse(() => checkSlug(slug, 'seller'))
  if (operation === 'create' || typeof before !== 'string') return { ...data, slug: checked }
  const former: { slug: string }[] = originalDoc?.formerSlugs ?? []
  return {
    ...data,
    slug: checked,
    formerSlugs: [...former.filter((row) => row.slug !== before), { slug: before }],
  }
}
