import type { Endpoint } from 'payload'
import { z } from 'zod'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { isLiftable } from '@/domain/licensing/acts/mayAct'
import { replaceKey } from '@/domain/licensing/acts/replaceKey'
import { limitsInput, setLimits } from '@/domain/licensing/acts/setLimits'
import { changeLicenseStatus } from '@/domain/licensing/changeLicenseStatus'
import { reasonsOf } from '@/domain/licensing/licenseState'
import { day, reason } from './actInputs'
import { issueActs } from './issueActs'
import { licenseTool } from './licenseTool'
import { previewLicenseAct } from './previewLicenseAct'
import { suspicionActs } from './suspicionActs'
import { transferActs } from './transferActs'

const withReason = z.strictObject({ reason })

/** `/api/licenses/:id/<tool>`: what sellers and staff do to a license (LIC-9), each with its preview. */
export const licenseActs: Endpoint[] = [
  previewLicenseAct,
  licenseTool('suspend', withReason, ({ tx, license, standing, input }) =>
    changeLicenseStatus({
      tx,
      licenseId: license._id,
      event: 'suspend',
      reason: standing,
      note: input.reason,
    }),
  ),
  licenseTool('resume', withReason, ({ tx, license, standing, input }) => {
    const { reason } = license
    const lifts = reason && isLiftable(reason, standing) && reasonsOf.resume.includes(reason)
    return changeLicenseStatus({
      tx,
      licenseId: license._id,
      event: 'resume',
      // The reason of one's own side where it may not be lifted: the refusal says which one holds it.
      reason: lifts ? reason : standing,
      note: input.reason,
    })
  }),
  licenseTool(
    'revoke',
    z.strictObject({ reason, breach: z.boolean().default(false) }),
    ({ tx, license, standing, input }) =>
      changeLicenseStatus({
        tx,
        licenseId: license._id,
        event: 'revoke',
        reason: input.breach ? 'terms' : standing,
        note: input.reason,
      }),
  ),
  licenseTool(
    'replace-key',
    z.strictObject({ reason, maskedKey: z.string().max(80), keepDays: z.number().int().min(0).max(30) }),
    ({ tx, license, input }) => replaceKey(tx, { licenseId: license._id, ...input }),
  ),
  licenseTool(
    'extend',
    z.strictObject({
      reason,
      expiresAt: day.nullable().optional(),
      updatesUntil: day.nullable().optional(),
      supportUntil: day.nullable().optional(),
    }),
    ({ tx, license, input: { reason: why, ...until } }) =>
      extendLicense(tx, { licenseId: license._id, until, reason: why }),
  ),
  licenseTool('limits', z.strictObject({ reason, limits: limitsInput }), ({ tx, license, standing, input }) =>
    setLimits(tx, {
      licenseId: license._id,
      limits: input.limits,
      reason: input.reason,
      mayGoBelowSold: standing === 'staff',
    }),
  ),
  ...suspicionActs,
  ...transferActs,
  ...issueActs,
]
