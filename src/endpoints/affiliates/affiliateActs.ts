import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole } from '@/domain/accounts/rights'
import { type StaffEvent, staffEvents } from '@/domain/affiliates/affiliateState'
import { changeAffiliateStatus } from '@/domain/affiliates/changeAffiliateStatus'
import { transactDocuments } from '@/platform/documentTransaction'
import { forbidden } from '@/platform/errors'
import { panelAct } from '../panelAct'

const reasonBody = z.strictObject({ reason: z.string().trim().min(3).max(1_000).optional() })

/** `/api/affiliates/:id/approve` and the like, for support. */
export const affiliateActs: Endpoint[] = staffEvents.map(affiliateAct)

function affiliateAct(event: StaffEvent): Endpoint {
  return panelAct({
    path: `/:id/${event}`,
    body: reasonBody,
    run: ({ req, person, actor, id, input }) => {
      if (!hasStaffRole(person, 'support')) throw forbidden()
      return transactDocuments(req.payload, { actor }, async (tx) => {
        const status = await changeAffiliateStatus(tx, {
          affiliateId: id,
          event,
          reason: input.reason ?? null,
        })
        return { id, status }
      })
    },
  })
}
