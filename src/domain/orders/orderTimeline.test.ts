import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { orderTimeline } from './orderTimeline'

type Row = { _id: string } & Record<string, unknown>
const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 12, minute))

let database: Database
const put = (name: string, row: Row) => database.db.collection<Row>(name).insertOne(row)

beforeAll(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
  await put('orders', {
    _id: 'ord_one',
    customer: 'cus_one',
    status: 'completed',
    currency: 'usd',
    totals: { totalMinor: 4_900 },
    createdAt: at(0),
    completedAt: at(4),
  })
  await put('payments', {
    _id: 'pay_declined',
    order: 'ord_one',
    provider: 'stripe',
    attempt: 'ch_1',
    status: 'failed',
    declineReason: 'The card has insufficient funds.',
    amountMinor: 4_900,
    currency: 'usd',
    createdAt: at(1),
  })
  await put('inbox', {
    _id: 'stripe:evt_1',
    type: 'checkout.session.completed',
    order: 'ord_one',
    state: 'done',
    error: null,
    createdAt: at(3),
  })
  await put('entries', {
    _id: 'sale:itm_one',
    kind: 'sale',
    currency: 'usd',
    postings: [
      { account: 'asset:stripe', amountMinor: 4_900 },
      { account: 'rev:commission', amountMinor: -735 },
      { account: 'liab:seller:sel_one:pending', amountMinor: -4_165 },
    ],
    refs: { order: 'ord_one' },
    createdAt: at(4),
  })
  await put('outbox', {
    _id: 'mail:order-completed:ord_one',
    kind: 'mail',
    payload: { template: 'order-completed', link: 'https://example.com/secret' },
    refs: { order: 'ord_one' },
    state: 'parked',
    error: 'no mail server',
    createdAt: at(4),
    doneAt: null,
  })
  await put('payments', {
    _id: 'pay_foreign',
    order: 'ord_two',
    provider: 'stripe',
    attempt: 'ch_2',
    status: 'succeeded',
    createdAt: at(2),
  })
})
afterAll(() => emptyDatabase(database))

describe('the timeline of an order', () => {
  it('tells facts by source in the order of time, and none of another order', async () => {
    const facts = await orderTimeline(database, 'ord_one')
    expect(facts?.map(({ kind, source }) => [kind, source])).toEqual([
      ['placed', 'buyer'],
      ['declined', 'provider'],
      ['event', 'provider'],
      ['mail', 'us'],
      ['completed', 'us'],
      ['entry', 'us'],
    ])
  })

  it('shows the size of an entry, and why an effect waits', async () => {
    const facts = (await orderTimeline(database, 'ord_one')) ?? []
    expect(facts.find(({ kind }) => kind === 'entry')?.amount).toEqual({
      amountMinor: 4_900,
      currency: 'usd',
    })
    expect(facts.find(({ kind }) => kind === 'mail')?.state).toEqual({
      state: 'parked',
      error: 'no mail server',
    })
  })

  it('carries nothing of what a mail says', async () => {
    expect(JSON.stringify(await orderTimeline(database, 'ord_one'))).not.toContain('secret')
  })

  it('knows no order that is not there', async () => {
    expect(await orderTimeline(database, 'ord_none')).toBeNull()
  })
})
