import type { CollectionBeforeDeleteHook } from 'payload'
import { releaseDocument } from '@/domain/catalog/records'
import { databaseOf } from '@/platform/documentTransaction'
import { refusal } from '../shared/refuse'
import { sessionOf, stored } from '../shared/sessionOf'

/** A product that was ever ordered can only be archived (CAT-1): its licenses, files and invoices speak of it. */
export const keepSoldProducts: CollectionBeforeDeleteHook = async ({ id, req }) => {
  if (await wasOrdered(req, { product: String(id) }))
    throw refusal('product_was_sold', 'This product was sold: archive it instead of deleting it.', 409)
}

export const keepSoldPackages: CollectionBeforeDeleteHook = async ({ id, req }) => {
  if (await wasOrdered(req, { package: String(id) }))
    throw refusal('package_was_sold', 'This package was sold: switch it off instead of deleting it.', 409)
}

/** A release that people may have downloaded is withdrawn, not deleted. */
export const keepPublishedReleases: CollectionBeforeDeleteHook = async ({ id, req }) => {
  // With its product, which was never sold: nobody can have downloaded it.
  if (req.context.operation === 'products') return
  const release = await stored(req, releaseDocument, String(id))
  if (release?.status === 'published' || release?.status === 'withdrawn')
    throw refusal('release_was_published', 'This release was published: withdraw it instead.', 409)
}

async function wasOrdered(
  req: Parameters<CollectionBeforeDeleteHook>[0]['req'],
  filter: { product: string } | { package: string },
): Promise<boolean> {
  const session = await sessionOf(req)
  const line = await databaseOf(req.payload)
    .db.collection('order-items')
    .findOne(filter, { projection: { _id: 1 }, ...(session ? { session } : {}) })
  return line !== null
}
