import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { nextProductStatus, type ProductEvent, type ProductStatus } from './productState'
import { type Package, type Product, packageDocument, productDocument } from './records'

interface ChangeProductStatus {
  productId: string
  event: ProductEvent
  /** Why, for the seller to read; needed where staff refuse. */
  reason?: string
}

const needsReason: readonly ProductEvent[] = ['request_changes', 'reject', 'suspend']

/**
 * The one way by which a product's state moves.
 * @throws CodedError 404; 409 `product_state`; 422 `reason_missing`, `product_incomplete` with what is missing.
 */
export async function changeProductStatus(
  tx: DocumentTx,
  { productId, event, reason }: ChangeProductStatus,
): Promise<ProductStatus> {
  const product = await tx.read(productDocument).findOne({ _id: productId })
  if (!product) throw notFound('product')
  const status = nextProductStatus(product.status, event)
  if (!status) throw conflict('product_state', `This is not possible while the product is ${product.status}.`)
  if (needsReason.includes(event) && !reason)
    throw invalid('reason_missing', 'Give a reason: the seller reads it.')
  if (event === 'submit' || event === 'publish') await assertComplete(tx, product)

  const publishedAt = status === 'published' && !product.publishedAt ? tx.now.toISOString() : undefined
  await asOperation(tx, 'products', () =>
    tx.payload.update({
      collection: 'products',
      id: productId,
      data: { status, ...(publishedAt ? { publishedAt } : {}) },
      ...asSystem(tx),
    }),
  )
  await tx.audit({
    act: `product.${event}`,
    target: { collection: 'products', id: productId },
    ...(reason ? { reason } : {}),
    before: { status: product.status },
    after: { status },
  })
  return status
}

/** A listing that can be bought: at least one active package with a price, or a free one. */
async function assertComplete(tx: DocumentTx, product: Product): Promise<void> {
  const packages = await tx.read(packageDocument).find({ product: product._id, active: true })
  if (packages.some(isSellable)) return
  throw invalid('product_incomplete', 'Add an active package with a price first.', [
    { path: 'packages', code: 'package_missing', message: 'No active package with a price.' },
  ])
}

const isSellable = ({ pricingModel, prices }: Package): boolean =>
  pricingModel === 'free' || pricingModel === 'usage' || prices.length > 0
