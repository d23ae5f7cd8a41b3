import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, type Person } from '@/domain/accounts/rights'
import { payByHand } from '@/domain/orders/payByHand'
import { previewOrderRefund } from '@/domain/orders/previewRefund'
import { orderDocument, orderItemRecord, paymentRecord } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { forbidden, notFound } from '@/platform/errors'
import { transact } from '@/platform/transaction'
import { panelAct } from '../panelAct'

const line = z.strictObject({ item: z.string().max(60), grossMinor: z.number().int().positive() })
const lines = z.array(line).min(1).max(200).optional()

/**
 * `/api/orders/:id/refund` and its preview, for support and finance. What is owed, or all that is left, where no lines
 * are named. `/refund/by-hand`, for finance: what is owed was paid outside of the provider.
 */
export const refundActs: Endpoint[] = [
  panelAct({
    path: '/:id/refund/preview',
    body: z.strictObject({ lines }),
    run: async ({ req, person, id, input }) => {
      assertMay(person)
      const database = databaseOf(req.payload)
      const order = await collectionOf(database, orderDocument).findOne({ _id: id })
      if (!order) throw notFound('order')
      const items = await collectionOf(database, orderItemRecord)
        .find({ order: id }, { sort: { _id: 1 } })
        .toArray()
      const payment = await collectionOf(database, paymentRecord).findOne({ order: id, status: 'succeeded' })
      return previewOrderRefund({ order, items, currency: payment?.currency ?? order.currency }, input.lines)
    },
  }),
  panelAct({
    path: '/:id/refund/by-hand',
    body: z.strictObject({ reason: z.string().trim().min(3).max(1_000) }),
    run: ({ req, person, actor, id, input }) => {
      if (!hasStaffRole(person, 'finance')) throw forbidden()
      return transactDocuments(req.payload, { actor }, async (tx) => {
        const { _id, status, amountMinor, currency } = await payByHand(tx, {
          orderId: id,
          reason: input.reason,
        })
        return { refund: _id, status, amountMinor, currency }
      })
    },
  }),
  panelAct({
    path: '/:id/refund',
    body: z.strictObject({
      reason: z.string().trim().min(3).max(1_000),
      lines,
      key: z.string().min(8).max(80).optional(),
    }),
    run: ({ req, person, actor, id, input }) => {
      assertMay(person)
      return transact(databaseOf(req.payload), { actor }, async (tx) => {
        const refund = await requestRefund(tx, {
          orderId: id,
          reason: input.reason,
          ...(input.lines ? { lines: input.lines } : {}),
          ...(input.key ? { key: input.key } : {}),
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
