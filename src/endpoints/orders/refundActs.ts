import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, type Person } from '@/domain/accounts/rights'
import { previewRefund } from '@/domain/orders/previewRefund'
import { orderItemRecord } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { forbidden, notFound } from '@/platform/errors'
import { transact } from '@/platform/transaction'
import { panelAct } from '../panelAct'

const line = z.strictObject({ item: z.string().max(60), grossMinor: z.number().int().positive() })
const lines = z.array(line).min(1).max(200).optional()

/** `/api/orders/:id/refund` and its preview, for support and finance. All that is left where no lines are named. */
export const refundActs: Endpoint[] = [
  panelAct({
    path: '/:id/refund/preview',
    body: z.strictObject({ lines }),
    run: async ({ req, person, id, input }) => {
      assertMay(person)
      const items = await collectionOf(databaseOf(req.payload), orderItemRecord)
        .find({ order: id }, { sort: { _id: 1 } })
        .toArray()
      if (items.length === 0) throw notFound('order')
      return previewRefund(items, input.lines)
    },
  }),
  panelAct({
    path: '/:id/refund',
    body: z.strictObject({ reason: z.string().trim().min(3).max(1_000), lines }),
    run: ({ req, person, actor, id, input }) => {
      assertMay(person)
      return transact(databaseOf(req.payload), { actor }, async (tx) => {
        const refund = await requestRefund(tx, {
          orderId: id,
          reason: input.reason,
          ...(input.lines ? { lines: input.lines } : {}),
        })
        return {
          refund: refund._id,
          status: refund.status,
          amountMinor: refund.amountMinor,
          currency: refund.currency,
        }
      })
    },
  }),
]

function assertMay(person: Person): void {
  if (!hasStaffRole(person, 'support', 'finance')) throw forbidden()
}
