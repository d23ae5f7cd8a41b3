import type { CollectionBeforeValidateHook, PayloadRequest } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { productDocument } from '@/domain/catalog/records'
import { assertSlugFree, checkSlug, handleOf, type NamedProduct } from '@/domain/catalog/slugs'
import { databaseOf } from '@/platform/documentTransaction'
import { idOf } from '../shared/freezeFields'
import { orRefuse, refusal } from '../shared/refuse'
import { sessionOf, stored } from '../shared/sessionOf'

/**
 * Sets the handle `{seller}/{product}`: a product's name in API, gateway, Composer and URLs. A handle that it had before
 * stays an alias for ever (ID-3). Where the seller was renamed meanwhile, any edit brings the handle up to date.
 */
export const nameProduct: CollectionBeforeValidateHook = async ({ data, originalDoc, operation, req }) => {
  if (!data) return data
  const sellerId = String(idOf(operation === 'create' ? data.seller : originalDoc?.seller))
  const seller = await stored(req, sellerDocument, sellerId)
  if (typeof seller?.slug !== 'string')
    throw refusal('seller_unknown', 'There is no such seller, or it is not yours.', 422)

  const before: unknown = originalDoc?.slug
  const wanted: unknown = data.slug ?? before
  const isKept = operation === 'update' && wanted === before && typeof before === 'string'
  const slug = isKept ? before : await orRefuse(() => checkSlug(wanted, 'product'))
  if (!isKept) {
    const others = await productsOf(req, sellerId, originalDoc?.id)
    await orRefuse(() => assertSlugFree(slug, others))
  }
  const handle = handleOf(seller.slug, slug)
  if (operation === 'create') return { ...data, slug, handle, formerHandles: [] }

  const alias: string = originalDoc?.handle
  if (handle === alias) return withoutHandle(data)
  const former: { handle: string }[] = originalDoc?.formerHandles ?? []
  const kept = former.filter((row) => row.handle !== alias && row.handle !== handle)
  return { ...data, slug, handle, formerHandles: [...kept, { handle: alias }] }
}

/** Handle and aliases are never taken from the body. */
function withoutHandle(data: Record<string, unknown>): Record<string, unknown> {
  const { handle: _handle, formerHandles: _formerHandles, ...rest } = data
  return rest
}

/** The seller's other products, as they are named and were. */
async function productsOf(req: PayloadRequest, seller: string, own: unknown): Promise<NamedProduct[]> {
  const session = await sessionOf(req)
  return databaseOf(req.payload)
    .db.collection<NamedProduct & { _id: string; seller: string }>(productDocument.name)
    .find(
      { seller, ...(typeof own === 'string' ? { _id: { $ne: own } } : {}) },
      { projection: { slug: 1, formerHandles: 1 }, ...(session ? { session } : {}) },
    )
    .toArray()
}
