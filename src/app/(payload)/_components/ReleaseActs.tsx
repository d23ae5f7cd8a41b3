import type { BeforeDocumentControlsServerProps } from 'payload'
import { hasStaffRole, isMemberOf } from '@/domain/accounts/rights'
import { releaseDocument } from '@/domain/catalog/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { reasonWords } from './reasonWords'
import { StateActs } from './StateActs'

/** Publish or withdraw this release, for editors and for its seller's owners and developers. */
export async function ReleaseActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user) return null
  const release = await collectionOf(databaseOf(payload), releaseDocument).findOne({ _id: String(id) })
  if (!release) return null
  if (!hasStaffRole(user, 'editor') && !isMemberOf(user, release.seller, 'owner', 'developer')) return null
  const acts = {
    published: [{ path: 'withdraw', label: t('panel.acts.withdraw'), asksWhy: true }],
    withdrawn: [],
    unpublished: [{ path: 'publish', label: t('panel.acts.publish'), asksWhy: false }],
  }
  const state =
    release.status === 'published' || release.status === 'withdrawn' ? release.status : 'unpublished'
  return <StateActs endpoint={`/api/releases/${id}`} acts={acts[state]} words={reasonWords()} />
}
