import type { BeforeDocumentControlsServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { affiliateEvents, needsReason } from '@/domain/affiliates/affiliateState'
import { affiliateDocument } from '@/domain/affiliates/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { reasonWords } from './reasonWords'
import { StateActs } from './StateActs'

/** The buttons by which an affiliate's state can move, for support. */
export async function AffiliateActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user || !hasStaffRole(user, 'support')) return null
  const affiliate = await collectionOf(databaseOf(payload), affiliateDocument).findOne({ _id: String(id) })
  if (!affiliate) return null
  const acts = affiliateEvents(affiliate.status).map((event) => ({
    path: event,
    label: t(`affiliates.acts.${event}`),
    asksWhy: needsReason(event),
  }))
  return <StateActs endpoint={`/api/affiliates/${id}`} acts={acts} words={reasonWords()} />
}
