import { type Role, userDocument } from '@/domain/accounts/records'
import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { affiliateMail } from './affiliateMail'
import { type AffiliateStatus, needsReason, nextAffiliateStatus, type StaffEvent } from './affiliateState'
import { type Affiliate, affiliateDocument } from './records'

/**
 * Staff approve, reject, pause or resume an affiliate (AFF-1): the state moves, the person's role follows it, the person is
 * told by mail, with the reason.
 * @throws CodedError 404; 409 `affiliate_state`; 422 `reason_missing`.
 */
export async function changeAffiliateStatus(
  tx: DocumentTx,
  { affiliateId, event, reason = null }: { affiliateId: string; event: StaffEvent; reason?: string | null },
): Promise<AffiliateStatus> {
  const affiliate = await tx.read(affiliateDocument).findOne({ _id: affiliateId })
  if (!affiliate) throw notFound('affiliate')
  const status = nextAffiliateStatus(affiliate.status, event)
  if (!status)
    throw conflict('affiliate_state', `This is not possible while the affiliate is ${affiliate.status}.`)
  if (needsReason(event) && !reason) throw invalid('reason_missing', 'Give a reason: the affiliate reads it.')
  await asOperation(tx, 'affiliates', () =>
    tx.payload.update({
      collection: 'affiliates',
      id: affiliateId,
      data: { status, statusReason: reason, decidedAt: tx.now.toISOString() },
      ...asSystem(tx),
    }),
  )
  await setRole(tx, affiliate, status === 'approved')
  await tx.audit({
    act: `affiliate.${event}`,
    target: { collection: 'affiliates', id: affiliateId },
    ...(reason ? { reason } : {}),
    before: { status: affiliate.status },
    after: { status },
  })
  await tx.emit(affiliateMail(tx, { affiliateId, event, to: affiliate.user, note: reason }))
  return status
}

/** Who may promote has the role; it gives no right of its own. */
async function setRole(
  tx: DocumentTx,
  { user }: Pick<Affiliate, 'user'>,
  isAffiliate: boolean,
): Promise<void> {
  const person = await tx.read(userDocument).findOne({ _id: user })
  if (!person || person.roles.includes('affiliate') === isAffiliate) return
  const others = person.roles.filter((role) => role !== 'affiliate')
  const roles: Role[] = isAffiliate ? [...others, 'affiliate'] : others
  await asOperation(tx, 'users', () =>
    tx.payload.update({ collection: 'users', id: user, data: { roles }, ...asSystem(tx) }),
  )
}
