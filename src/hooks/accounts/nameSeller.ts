import type { CollectionBeforeValidateHook, PayloadRequest } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { checkSlug } from '@/domain/catalog/slugs'
import { databaseOf } from '@/platform/documentTransaction'
import { orRefuse, refusal } from '../shared/refuse'
import { sessionOf } from '../shared/sessionOf'

/**
 * A slug is checked where it is new, and a former one stays as an alias for ever (ID-3): nobody else takes it, since
 * handles that were sold begin with it.
 */
export const nameSeller: CollectionBeforeValidateHook = async ({ data, originalDoc, operation, req }) => {
  const slug: unknown = data?.slug
  const before: unknown = originalDoc?.slug
  if (!data || slug === undefined || (operation === 'update' && slug === before)) return data
  const checked = await orRefuse(() => checkSlug(slug, 'seller'))
  if (await isTaken(req, checked, originalDoc?.id))
    throw refusal('slug_taken', `Another seller has or had the slug “${checked}”. Choose another.`, 409)
  if (operation === 'create' || typeof before !== 'string') return { ...data, slug: checked }
  const former: { slug: string }[] = originalDoc?.formerSlugs ?? []
  return {
    ...data,
    slug: checked,
    formerSlugs: [...former.filter((row) => row.slug !== before && row.slug !== checked), { slug: before }],
  }
}

async function isTaken(req: PayloadRequest, slug: string, own: unknown): Promise<boolean> {
  const session = await sessionOf(req)
  const other = await databaseOf(req.payload)
    .db.collection<{ _id: string }>(sellerDocument.name)
    .findOne(
      {
        $or: [{ slug }, { 'formerSlugs.slug': slug }],
        ...(typeof own === 'string' ? { _id: { $ne: own } } : {}),
      },
      { projection: { _id: 1 }, ...(session ? { session } : {}) },
    )
  return other !== null
}
