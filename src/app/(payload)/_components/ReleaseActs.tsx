import type { BeforeDocumentControlsServerProps } from 'payload'
import { hasStaffRole, isMemberOf } from '@/domain/accounts/rights'
import { StateActs } from './StateActs'

const publish = { path: 'publish', label: 'Publish' }
const withdraw = { path: 'withdraw', label: 'Withdraw', reason: true }

/** Publish or withdraw this release, for editors and for its seller's owners and developers. */
export async function ReleaseActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !user) return null
  const releases = await payload.find({
    collection: 'releases',
    where: { id: { equals: id } },
    limit: 1,
    pagination: false,
    overrideAccess: false,
    user,
  })
  const [release] = releases.docs
  if (!release) return null
  if (!hasStaffRole(user, 'editor') && !isMemberOf(user, String(release.seller), 'owner', 'developer'))
    return null
  const acts = release.status === 'published' ? [withdraw] : release.status === 'withdrawn' ? [] : [publish]
  return <StateActs endpoint={`/api/releases/${id}`} acts={acts} />
}
