import type { DocumentTx } from '@/platform/documentTransaction'
import { changeProductStatus } from './changeProductStatus'

/**
 * Puts a product on the storefront, from its draft, after review or after a suspension.
 * @throws CodedError 404; 409 `product_state`; 422 `product_incomplete`.
 */
export const publishProduct = (tx: DocumentTx, { productId }: { productId: string }) =>
  changeProductStatus(tx, { productId, event: 'publish' })
