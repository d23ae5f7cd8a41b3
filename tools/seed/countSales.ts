import { orderItemRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { asOperation, transactDocuments } from '@/platform/documentTransaction'
import { type SeedContext, seedActor } from './context'

/** Brings the products' sales counts to what was sold: completed lines that were not wholly given back. */
export async function countSales({ payload, database }: SeedContext): Promise<void> {
  const sold = await collectionOf(database, orderItemRecord)
    .aggregate<{ _id: string; lines: number }>([
      { $match: { status: { $in: ['completed', 'partially_refunded'] } } },
      { $group: { _id: '$product', lines: { $sum: 1 } } },
    ])
    .toArray()
  await transactDocuments(payload, { actor: seedActor }, async (tx) => {
    for (const { _id: id, lines } of sold)
      await asOperation(tx, 'products', () =>
        tx.payload.update({
          collection: 'products',
          id,
          data: { salesCount: lines },
          req: tx.req,
          overrideAccess: true,
          depth: 0,
        }),
      )
  })
}
