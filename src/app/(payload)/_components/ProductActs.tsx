import type { BeforeDocumentControlsServerProps } from 'payload'
import { offeredEvents } from '@/domain/catalog/offeredEvents'
import type { ProductEvent } from '@/domain/catalog/productState'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { reasonWords } from './reasonWords'
import { StateActs } from './StateActs'

const asksWhy: readonly ProductEvent[] = ['request_changes', 'reject', 'suspend']

/** The buttons by which this product's state can move, for whoever is signed in. */
export async function ProductActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user) return null
  const product = await collectionOf(databaseOf(payload), productDocument).findOne({ _id: String(id) })
  if (!product) return null
  const acts = offeredEvents(user, product.status, product.seller).map((event) => ({
    path: event.replaceAll('_', '-'),
    label: t(`panel.acts.${event}`),
    asksWhy: asksWhy.includes(event),
  }))
  return <StateActs endpoint={`/api/products/${id}`} acts={acts} words={reasonWords()} />
}
