import type { BeforeDocumentControlsServerProps } from 'payload'
import { offeredEvents } from '@/domain/catalog/offeredEvents'
import type { ProductStatus } from '@/domain/catalog/productState'
import { StateActs } from './StateActs'

const acts = {
  submit: { path: 'submit', label: 'Submit for review' },
  publish: { path: 'publish', label: 'Publish' },
  request_changes: { path: 'request-changes', label: 'Request changes', reason: true },
  reject: { path: 'reject', label: 'Reject', reason: true },
  suspend: { path: 'suspend', label: 'Suspend', reason: true },
  archive: { path: 'archive', label: 'Archive' },
  restore: { path: 'restore', label: 'Restore' },
} as const

/** The buttons by which this product's state can move, for whoever is signed in. */
export async function ProductActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user) return null
  const product = await payload.find({
    collection: 'products',
    where: { id: { equals: id } },
    limit: 1,
    pagination: false,
    overrideAccess: false,
    user,
  })
  const [found] = product.docs
  if (!found) return null
  const offered = offeredEvents(user, found.status as ProductStatus, String(found.seller))
  return <StateActs endpoint={`/api/products/${id}`} acts={offered.map((event) => acts[event])} />
}
