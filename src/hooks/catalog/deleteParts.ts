import type { CollectionAfterDeleteHook } from 'payload'
import { asSystem } from '@/platform/documentTransaction'

/**
 * What belonged to a product goes with it: only a product that was never sold gets here (CAT-1), so nobody has a license
 * for its packages or releases. In the transaction that deletes it.
 */
export const deleteParts: CollectionAfterDeleteHook = async ({ id, req }) => {
  const before = req.context.operation
  req.context.operation = 'products'
  for (const collection of ['packages', 'releases'] as const)
    await req.payload.delete({
      collection,
      where: { product: { equals: String(id) } },
      ...asSystem({ req }),
    })
  req.context.operation = before
}
