import { customerDocument } from '@/domain/accounts/records'
import { commissionRecord } from '@/domain/affiliates/records'
import { entryRecord } from '@/domain/ledger/records'
import {
  licenseHistoryRecord,
  licenseLeaseRecord,
  licensePlaceRecord,
  licenseRecord,
  licenseRenewalRecord,
} from '@/domain/licensing/records'
import { outboxRow } from '@/platform/outbox'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import { invoiceRecord, orderDocument, orderItemRecord, paymentRecord, refundRecord } from '../records'
import type { Books } from './bookCheck'

interface Link {
  from: { name: string }
  field: string
  to: { name: string }
}

/** What belongs to something: each row's other end must be there. Empty fields belong to nothing. */
const links: readonly Link[] = [
  { from: orderDocument, field: 'customer', to: customerDocument },
  { from: orderItemRecord, field: 'order', to: orderDocument },
  { from: paymentRecord, field: 'order', to: orderDocument },
  { from: refundRecord, field: 'order', to: orderDocument },
  { from: refundRecord, field: 'payment', to: paymentRecord },
  { from: invoiceRecord, field: 'order', to: orderDocument },
  { from: invoiceRecord, field: 'refund', to: refundRecord },
  { from: invoiceRecord, field: 'corrects', to: invoiceRecord },
  { from: entryRecord, field: 'refs.order', to: orderDocument },
  { from: entryRecord, field: 'refs.orderItem', to: orderItemRecord },
  { from: entryRecord, field: 'refs.refund', to: refundRecord },
  { from: entryRecord, field: 'refs.payment', to: paymentRecord },
  { from: entryRecord, field: 'reverses', to: entryRecord },
  { from: commissionRecord, field: 'orderItem', to: orderItemRecord },
  { from: licenseRecord, field: 'order', to: orderDocument },
  { from: licenseRecord, field: 'orderItem', to: orderItemRecord },
  { from: licenseRecord, field: 'customer', to: customerDocument },
  { from: licenseRenewalRecord, field: '_id', to: orderItemRecord },
  { from: licensePlaceRecord, field: 'license', to: licenseRecord },
  { from: licenseLeaseRecord, field: 'license', to: licenseRecord },
  { from: licenseHistoryRecord, field: 'license', to: licenseRecord },
  { from: outboxRow, field: 'refs.order', to: orderDocument },
]

const mostPerLink = 50

/** No row without what it belongs to. */
export async function nothingIsOrphaned({ database }: Books): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  for (const { from, field, to } of links) {
    const rows = await atOneMoment(database, (read) =>
      read.aggregate<{ _id: string; belongs: string }>(from.name, [
        { $match: { [field]: { $type: 'string' } } },
        { $project: { belongs: `$${field}` } },
        { $lookup: { from: to.name, localField: 'belongs', foreignField: '_id', as: 'there' } },
        { $match: { there: [] } },
        { $limit: mostPerLink },
        { $project: { belongs: 1 } },
      ]),
    )
    for (const { _id, belongs } of rows)
      problems.push({
        invariant: 'nothing is orphaned',
        row: _id,
        detail: `${from.name}: ${belongs} is not in ${to.name}`,
      })
  }
  return [...problems, ...(await entriesBelong({ database }))]
}

/** Money that is not of an order is moved by payouts and by staff alone. */
async function entriesBelong({ database }: Pick<Books, 'database'>): Promise<BookProblem[]> {
  const rows = await atOneMoment(database, (read) =>
    read.find(
      entryRecord,
      {
        'refs.order': { $exists: false },
        kind: { $nin: ['payout_reserve', 'payout_paid', 'payout_failed', 'bad_debt', 'adjustment'] },
      },
      { limit: mostPerLink },
    ),
  )
  return rows.map(({ _id, kind }) => ({
    invariant: 'nothing is orphaned',
    row: _id,
    detail: `${kind} of no order`,
  }))
}
