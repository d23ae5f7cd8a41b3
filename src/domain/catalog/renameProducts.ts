import type { Payload } from 'payload'
import { sellerDocument } from '@/domain/accounts/records'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { asSystem, databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { step } from '@/platform/steps'
import { productDocument } from './records'
import { handleOf } from './slugs'

/**
 * Gives a seller's products the handles that its present slug makes, each in a transaction of its own: their hook keeps the
 * former handle as an alias and tells the licenses (ID-3). By what the seller is called when it is done, so that rows of
 * several renames may come in any order, twice, or break off anywhere: who looks last leaves the present names.
 * @returns how many were renamed.
 */
export async function renameProducts(payload: Payload, sellerId: string): Promise<number> {
  const database = databaseOf(payload)
  let renamed = 0
  for (;;) {
    const seller = await collectionOf(database, sellerDocument).findOne({ _id: sellerId })
    if (!seller) return renamed
    const products = await collectionOf(database, productDocument)
      .find({ seller: sellerId }, { projection: { slug: 1, handle: 1 } })
      .toArray()
    const behind = products.filter(({ slug, handle }) => handle !== handleOf(seller.slug, slug))
    if (behind.length === 0) return renamed
    const failures: unknown[] = []
    for (const { _id } of behind)
      await step('seller.rename.product', () => nameAnew(payload, _id)).catch((error) => failures.push(error))
    // One that cannot be stored keeps no other from its name.
    if (failures.length > 0) throw failures[0]
    renamed += behind.length
  }
}

/** An edit that changes nothing but what its hook finds behind the times. */
const nameAnew = (payload: Payload, id: string): Promise<unknown> =>
  transactDocuments(payload, { actor: systemActor('rename') }, (tx) =>
    tx.payload.update({ collection: 'products', id, data: {}, ...asSystem(tx) }),
  )
