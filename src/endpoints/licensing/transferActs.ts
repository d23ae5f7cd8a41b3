import type { Endpoint } from 'payload'
import { z } from 'zod'
import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { closeRequest, rejectRequest } from '@/domain/licensing/acts/licenseRequests'
import { standingFor } from '@/domain/licensing/acts/mayAct'
import { transferLicense } from '@/domain/licensing/acts/transferLicense'
import {
  type License,
  type LicenseRequest,
  licenseRecord,
  licenseRequestRecord,
} from '@/domain/licensing/records'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { type PanelCall, panelAct } from '../panelAct'
import { day, emailInput, reason } from './actInputs'

/** `/api/licenses/:id/transfer`: to another address, by seller or staff. */
export const transferActs: Endpoint[] = [
  panelAct({
    path: '/:id/transfer',
    body: z.strictObject({ reason, email: emailInput, keepPlaces: z.boolean() }),
    run: ({ req, person, actor, id, input }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        const license = await licenseIn(tx, id)
        standingFor(person, license, 'transfer')
        return transferTo(tx, license, input)
      }),
  }),
]

const approval = z.strictObject({
  answer: z.string().trim().max(2_000).default(''),
  /** For more time: until when. */
  until: day.optional(),
  /** For a transfer. */
  keepPlaces: z.boolean().default(true),
})
const rejection = z.strictObject({ answer: z.string().trim().min(3).max(2_000) })

/** `/api/license-requests/:id/approve|reject`: what a customer asked for, decided once. */
export const requestActs: Endpoint[] = [
  panelAct({ path: '/:id/approve', body: approval, run: approve }),
  panelAct({
    path: '/:id/reject',
    body: rejection,
    run: ({ req, person, actor, id, input }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        const request = await requestIn(tx, id)
        standingFor(person, request, request.kind === 'extend' ? 'extend' : 'transfer')
        const closed = await rejectRequest(tx, { id, answer: input.answer })
        return { id, status: closed.status }
      }),
  }),
]

function approve({ req, person, actor, id, input }: PanelCall<z.infer<typeof approval>>): Promise<object> {
  return transactDocuments(req.payload, { actor }, async (tx) => {
    const request = await requestIn(tx, id)
    standingFor(person, request, request.kind === 'extend' ? 'extend' : 'transfer')
    const closed = await closeRequest(tx, { id, status: 'approved', answer: input.answer || null })
    const license = await licenseIn(tx, request.license)
    // Who asked owns nothing here any more: an answer to them would act on somebody else's license.
    if (license.customer !== request.customer)
      throw conflict('license_changed', 'This license has another owner now: decline the request.')
    const why = input.answer || request.note
    if (request.kind === 'transfer')
      await transferTo(tx, license, {
        email: request.toEmail ?? '',
        keepPlaces: input.keepPlaces,
        reason: why,
      })
    else if (input.until)
      await extendLicense(tx, {
        licenseId: license._id,
        until: { expiresAt: input.until },
        reason: why,
      })
    else throw invalid('invalid_input', 'Say until when the license is extended.')
    return { id, status: closed.status }
  })
}

async function transferTo(
  tx: DocumentTx,
  license: License,
  { email, keepPlaces, reason: why }: { email: string; keepPlaces: boolean; reason: string },
): Promise<{ id: string; maskedKey: string }> {
  const to = await customerByEmail(tx, { email })
  const moved = await transferLicense(tx, {
    licenseId: license._id,
    from: license.customer,
    to,
    keepPlaces,
    reason: why,
  })
  return { id: moved._id, maskedKey: moved.maskedKey }
}

async function licenseIn(tx: DocumentTx, id: string): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: id })
  if (!license) throw notFound('license')
  return license
}

async function requestIn(tx: DocumentTx, id: string): Promise<LicenseRequest> {
  const request = await tx.of(licenseRequestRecord).findOne({ _id: id })
  if (!request) throw notFound('request')
  return request
}
