import type { CollectionAfterChangeHook } from 'payload'
import { productRenamed, sellerRenamed } from '@/domain/catalog/renames'
import { step } from '@/platform/steps'
import { now } from '@/platform/time'
import { emitWith } from '../shared/emitWith'

/** What was sold learns a product's new handle (ID-3). */
export const tellProductRename: CollectionAfterChangeHook = async ({ doc, previousDoc, operation, req }) => {
  if (operation === 'update' && doc.handle !== previousDoc?.handle)
    await step('product.rename.tell', () => emitWith(req, productRenamed(String(doc.id), doc.handle, now())))
  return doc
}

/** A seller's products learn its new slug. */
export const tellSellerRename: CollectionAfterChangeHook = async ({ doc, previousDoc, operation, req }) => {
  if (operation === 'update' && doc.slug !== previousDoc?.slug)
    await step('seller.rename.tell', () => emitWith(req, sellerRenamed(String(doc.id), doc.slug, now())))
  return doc
}
