import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, isMemberOf, type Person } from '@/domain/accounts/rights'
import { changeProductStatus } from '@/domain/catalog/changeProductStatus'
import { type ProductEvent, productEvents, sellerEvents } from '@/domain/catalog/productState'
import { productDocument } from '@/domain/catalog/records'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { forbidden, notFound } from '@/platform/errors'
import { panelAct } from '../panelAct'

const reasonBody = z.strictObject({ reason: z.string().trim().min(3).max(2_000).optional() })

/** `/api/products/:id/<act>`: the buttons by which a product's state moves. */
export const productActs: Endpoint[] = [
  productAct('submit', 'submit'),
  productAct('publish', 'publish'),
  productAct('request-changes', 'request_changes'),
  productAct('reject', 'reject'),
  productAct('suspend', 'suspend'),
  productAct('archive', 'archive'),
  productAct('restore', 'restore'),
]

function productAct(name: string, event: ProductEvent): Endpoint {
  return panelAct({
    path: `/:id/${name}`,
    body: reasonBody,
    run: ({ req, person, actor, id, input }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        await assertMay(tx, person, id, event)
        const status = await changeProductStatus(tx, {
          productId: id,
          event,
          ...(input.reason ? { reason: input.reason } : {}),
        })
        return { id, status }
      }),
  })
}

async function assertMay(tx: DocumentTx, person: Person, id: string, event: ProductEvent): Promise<void> {
  if (hasStaffRole(person, 'editor')) return
  const product = await tx.read(productDocument).findOne({ _id: id })
  if (!product || !isMemberOf(person, product.seller, 'owner', 'developer')) throw notFound('product')
  if (!sellerEvents(product.status).includes(event) && productEvents(product.status).includes(event))
    throw forbidden('The marketplace’s editors do this.')
}
