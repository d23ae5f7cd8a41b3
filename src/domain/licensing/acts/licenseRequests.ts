import { conflict, invalid, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { licenseNotice } from '../notices/licenseNotice'
import { type LicenseRequest, licenseRecord, licenseRequestRecord } from '../records'

export interface AskRequest {
  licenseId: string
  /** Whose license it must be. */
  customerIds: readonly string[]
  kind: LicenseRequest['kind']
  note: string
  /** For a transfer: to whom. */
  toEmail: string | null
}

/**
 * A customer asks for more time or for another owner (LIC-11); one open request of a kind at a time.
 * @throws CodedError 404, 409 `request_open`, 409 `license_state`, 422.
 */
export async function askRequest(
  tx: Tx,
  { licenseId, customerIds, kind, note, toEmail }: AskRequest,
): Promise<LicenseRequest> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId, customer: { $in: [...customerIds] } })
  if (!license) throw notFound('license')
  if (license.status === 'revoked')
    throw conflict('license_state', 'This license is revoked, and that is final.')
  if (kind === 'transfer' && !toEmail) throw invalid('invalid_input', 'Say to which address it should go.')
  const requests = tx.of(licenseRequestRecord)
  if (await requests.findOne({ license: licenseId, kind, status: 'open' }))
    throw conflict('request_open', 'You asked for this already; the answer comes by mail.')
  const request: LicenseRequest = {
    _id: newId('req'),
    license: licenseId,
    seller: license.seller,
    customer: license.customer,
    product: license.product,
    kind,
    status: 'open',
    note,
    toEmail: kind === 'transfer' ? (toEmail?.trim().toLowerCase() ?? null) : null,
    createdAt: tx.now,
    decidedAt: null,
    answer: null,
  }
  await step('license.request.open', () => requests.insert(request))
  await licenseNotice(tx, license, { kind: 'requested', asked: kind, note })
  return request
}

/**
 * Takes an open request to its end, once. What an approval brings about is the caller's, in the same transaction.
 * @throws CodedError 404, 409 `request_decided`.
 */
export async function closeRequest(
  tx: Tx,
  {
    id,
    status,
    answer,
  }: { id: string; status: Exclude<LicenseRequest['status'], 'open'>; answer: string | null },
): Promise<LicenseRequest> {
  const requests = tx.of(licenseRequestRecord)
  const closed = await step('license.request.close', () =>
    requests.claim({ _id: id, status: 'open' }, { $set: { status, answer, decidedAt: tx.now } }),
  )
  if (closed) return closed
  if (await requests.findOne({ _id: id }))
    throw conflict('request_decided', 'Somebody has decided this already.')
  throw notFound('request')
}

/**
 * Says no to an open request; the customer is mailed the answer.
 * @throws CodedError 404, 409 `request_decided`.
 */
export async function rejectRequest(
  tx: Tx,
  { id, answer }: { id: string; answer: string },
): Promise<LicenseRequest> {
  const request = await closeRequest(tx, { id, status: 'rejected', answer })
  const license = await tx.of(licenseRecord).findOne({ _id: request.license })
  if (license)
    await licenseNotice(tx, license, { kind: 'request_rejected', asked: request.kind, note: answer })
  return request
}

/** Ends what is still asked for about a license, where it means nothing any more. */
export async function endRequests(tx: Tx, licenseId: string, answer: string): Promise<void> {
  for (const { _id } of await tx.of(licenseRequestRecord).find({ license: licenseId, status: 'open' }))
    await closeRequest(tx, { id: _id, status: 'rejected', answer })
}

/**
 * The customer does not want it any more. Before the answer only: afterwards there is nothing to take back.
 * @throws CodedError 404 no such request of theirs, 409 `request_decided`.
 */
export async function withdrawRequest(
  tx: Tx,
  { id, customerIds }: { id: string; customerIds: readonly string[] },
): Promise<LicenseRequest> {
  const own = await tx.of(licenseRequestRecord).findOne({ _id: id, customer: { $in: [...customerIds] } })
  if (!own) throw notFound('request')
  return closeRequest(tx, { id, status: 'withdrawn', answer: null })
}
