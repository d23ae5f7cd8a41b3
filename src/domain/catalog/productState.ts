import type { productStatuses } from './records'

export type ProductStatus = (typeof productStatuses)[number]
export type ProductEvent =
  | 'submit'
  | 'publish'
  | 'request_changes'
  | 'reject'
  | 'suspend'
  | 'archive'
  | 'restore'

//                     ┌──────── request_changes ─────────┐
//                     ▼                                  │
//   draft ──submit──▶ changes_requested ──submit──▶ in_review ──reject──▶ rejected
//     │  └───────────────────submit──────────────────▶   │
//     └──────────publish (staff)────▶ published ◀─publish┘
//                                      │   ▲
//                              suspend ▼   │ publish
//                                     suspended            archive: from any state but in review;  restore: back to draft
const transitions: Record<ProductStatus, Partial<Record<ProductEvent, ProductStatus>>> = {
  draft: { submit: 'in_review', publish: 'published', archive: 'archived' },
  in_review: { publish: 'published', request_changes: 'changes_requested', reject: 'rejected' },
  changes_requested: { submit: 'in_review', publish: 'published', archive: 'archived' },
  published: { suspend: 'suspended', archive: 'archived' },
  rejected: { archive: 'archived' },
  suspended: { publish: 'published', archive: 'archived' },
  archived: { restore: 'draft' },
}

/** The state after an event; null where the event means nothing. */
export const nextProductStatus = (status: ProductStatus, event: ProductEvent): ProductStatus | null =>
  transitions[status][event] ?? null

/** What can happen to a product in this state, for buttons. */
export const productEvents = (status: ProductStatus): ProductEvent[] =>
  Object.keys(transitions[status]) as ProductEvent[]

/** What a seller's owner or developer may do; the rest is for editors. A suspension is lifted by staff alone. */
export const sellerEvents = (status: ProductStatus): ProductEvent[] =>
  productEvents(status).filter(
    (event) => event === 'submit' || event === 'restore' || (event === 'archive' && status !== 'suspended'),
  )
