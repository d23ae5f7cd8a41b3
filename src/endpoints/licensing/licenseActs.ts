import type { Endpoint } from 'payload'
import { z } from 'zod'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { replaceKey } from '@/domain/licensing/acts/replaceKey'
import { limitsInput, setLimits } from '@/domain/licensing/acts/setLimits'
import { changeLicenseStatus } from '@/domain/licensing/changeLicenseStatus'
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
  // Lifts what one's own side did, or, by staff, whatever it is.
  licenseTool('resume', withReason, ({ tx, license, standing, input }) => {
    const lifted = license.reason === 'refunded' || license.reason === 'canceled' ? null : license.reason
    return changeLicenseStatus({
      tx,
      licenseId: license._id,
      event: 'resume',
      reason: standing === 'staff' ? (lifted ?? 'staff') : 'seller',
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
