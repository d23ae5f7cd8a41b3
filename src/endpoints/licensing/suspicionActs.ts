import type { Endpoint } from 'payload'
import { z } from 'zod'
import { clearSuspicion } from '@/domain/licensing/places/suspicion'
import { licenseRecord } from '@/domain/licensing/records'
import { reason } from './actInputs'
import { licenseTool } from './licenseTool'

/** `/api/licenses/:id/clear-suspicion`: what looked like a copied key was none. */
export const suspicionActs: Endpoint[] = [
  licenseTool('clear-suspicion', z.strictObject({ reason }), async ({ tx, license, input }) => {
    await clearSuspicion({ tx, licenseId: license._id, note: input.reason })
    return (await tx.of(licenseRecord).findOne({ _id: license._id })) ?? license
  }),
]
