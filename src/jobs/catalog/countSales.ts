import type { Payload } from 'payload'
import { productDocument } from '@/domain/catalog/records'
import { orderItemRecord } from '@/domain/orders/records'
import { type Actor, systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { asOperation, asSystem, databaseOf, transactDocuments } from '@/platform/documentTransaction'

/**
 * Brings the products' sales counts to what was sold: completed lines that were not wholly given back. Counted from time
 * to time and not with the sale, since a number that every sale touches would make sales wait for each other
 * (ARCHITECTURE, rule 7).
 * @returns how many products changed.
 */
export async function countSales(
  payload: Payload,
  actor: Actor = systemActor('count sales'),
): Promise<number> {
  const database = databaseOf(payload)
  const sold = await collectionOf(database, orderItemRecord)
    .aggregate<{ _id: string; lines: number }>([
      { $match: { status: { $in: ['completed', 'partially_refunded'] } } },
      { $group: { _id: '$product', lines: { $sum: 1 } } },
    ])
    .toArray()
  const wanted = new Map(sold.map(({ _id, lines }) => [_id, lines]))
  const products = await collectionOf(database, productDocument)
    .find(
      { $or: [{ _id: { $in: [...wanted.keys()] } }, { salesCount: { $gt: 0 } }] },
      { projection: { salesCount: 1 } },
    )
    .toArray()
  const changed = products.filter((product) => (product.salesCount ?? 0) !== (wanted.get(product._id) ?? 0))
  for (const { _id: id } of changed)
    await transactDocuments(payload, { actor }, (tx) =>
      asOperation(tx, 'products', () =>
        tx.payload.update({
          collection: 'products',
          id,
          data: { salesCount: wanted.get(id) ?? 0 },
          ...asSystem(tx),
        }),
      ),
    )
  return changed.length
}
