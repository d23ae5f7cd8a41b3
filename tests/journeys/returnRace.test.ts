import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { userDocument } from '@/domain/accounts/records'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { checkBooks } from '@/domain/orders/checkBooks'
import { invoiceRecord, orderDocument, orderItemRecord, paymentRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { until } from '../setup/process'
import { startBrowser, visit } from './browser'
import { fillCart, fillCheckout } from './buying'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

// Why this can fail. Both ways into an order, the webhook's and the return page's, leave a row of their own for the
// workers, and so does each type of event; nothing keeps two workers from taking rows of one order at the same time. Here
// they do: the workers stand still while all rows come in, then go on together, are all told "paid" by the provider, and
// all complete the order at once. Only the transaction and the unique keys (payment attempt, line and ordinal, sale entry,
// invoice of an order) let one through. With those taken away the first two tests end with two invoices, four licenses
// and four sale entries for one order.

let stack: Stack
let browser: Browser
const copies = 20
const returns = 5
const owners = ['acme@example.com', 'north@example.com']

beforeAll(async () => {
  stack = await startStack('return_race', { workers: 2 })
  const { acme, north } = await stockShelf(stack)
  for (const [index, seller] of [acme, north].entries())
    await collectionOf(stack.database, userDocument).insertOne({
      _id: newId('usr'),
      email: owners[index] ?? '',
      roles: ['customer'],
      memberships: [{ seller: seller._id, role: 'owner' }],
    })
  await stack.simulator.control('POST', '/switches', { drop: ['*'] })
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

interface Paid {
  orderId: string
  email: string
  /** Where the provider sends the buyer. */
  returnUrl: string
  /** Events about the payment that the provider has not sent yet; of them, the one that says it is complete. */
  events: string[]
  completed: string
}

/** Orders and pays as a guest; the provider keeps every event about it to itself. */
async function payWithHeldEvents(email: string): Promise<Paid> {
  const { page, context } = await visit(browser, [stack.url, new URL(stack.simulator.url).origin])
  await fillCart(stack, page)
  await fillCheckout(stack, page, email)
  const sessionId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await context.close()
  const before = new Set((await heldEvents()).map(({ event }) => event))
  const { successUrl } = z.object({ successUrl: z.string() }).parse(await stack.simulator.pay(sessionId))
  const events = (await heldEvents()).filter(({ event }) => !before.has(event))
  const order = await collectionOf(stack.database, orderDocument).findOne({ 'checkout.sessionId': sessionId })
  return {
    orderId: order?._id ?? '',
    email,
    returnUrl: successUrl,
    events: events.map(({ event }) => event),
    completed: events.find(({ type }) => type === 'checkout.session.completed')?.event ?? '',
  }
}

const deliveries = z.object({
  deliveries: z.array(
    z.object({
      event: z.string(),
      type: z.string(),
      attempts: z.array(z.object({ status: z.number().nullable() })),
    }),
  ),
})

async function heldEvents() {
  const answer = await stack.simulator.control('GET', '/deliveries?status=dropped')
  return deliveries.parse(answer).deliveries
}

/** Sends an event so many times at once. @returns what edge answered, each time. */
async function deliver(event: string, times: number): Promise<(number | null | undefined)[]> {
  const answer = await stack.simulator.control('POST', `/events/${event}/redeliver`, { times })
  return deliveries.parse(answer).deliveries.map(({ attempts }) => attempts[0]?.status)
}

/** The return page several times over and the webhook twenty times over, all in the same moment. */
async function race({ returnUrl, events, completed }: Paid): Promise<void> {
  const others = events.filter((event) => event !== completed)
  const [pages, hooks] = await Promise.all([
    Promise.all(Array.from({ length: returns }, async () => (await fetch(returnUrl)).status)),
    Promise.all([deliver(completed, copies), ...others.map((event) => deliver(event, 1))]),
  ])
  expect(pages).toEqual(Array(returns).fill(200))
  expect(hooks.flat()).toEqual(Array(copies + others.length).fill(200))
}

/** Waits until nothing is left to do for the order. */
async function settled(orderId: string): Promise<void> {
  const { database } = stack
  await until(async () => {
    const open = await Promise.all([
      collectionOf(database, inboxRow).countDocuments({ order: orderId, state: { $ne: 'done' } }),
      collectionOf(database, outboxRow).countDocuments({ 'refs.order': orderId, state: { $ne: 'done' } }),
      collectionOf(database, invoiceRecord).countDocuments({ order: orderId, number: null }),
    ])
    const mailed = await collectionOf(database, outboxRow).countDocuments({
      _id: `mail:order-completed:${orderId}`,
    })
    return mailed === 1 && open.every((count) => count === 0)
  }, 40)
}

/** What there is of the order, everywhere. */
async function traces({ orderId, email }: Paid) {
  const { database } = stack
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  const items = await collectionOf(database, orderItemRecord)
    .find({ order: orderId })
    .sort({ _id: 1 })
    .toArray()
  const licenses = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
  const entries = await collectionOf(database, entryRecord).find({ 'refs.order': orderId }).toArray()
  const ofKind = (wanted: string) => entries.filter(({ kind }) => kind === wanted)
  return {
    status: order?.status,
    items: items.map(({ status }) => status),
    licensed: licenses.map(({ orderItem }) => items.findIndex(({ _id }) => _id === orderItem)).sort(),
    sold: ofKind('sale')
      .map(({ refs }) => items.findIndex(({ _id }) => _id === refs.orderItem))
      .sort(),
    fees: ofKind('fee').length,
    payments: await collectionOf(database, paymentRecord).countDocuments({ order: orderId }),
    invoices: await collectionOf(database, invoiceRecord).countDocuments({ order: orderId }),
    letters: (await stack.letters(email)).length,
  }
}

const once = {
  status: 'completed',
  items: ['completed', 'completed'],
  licensed: [0, 1],
  sold: [0, 1],
  fees: 1,
  payments: 1,
  invoices: 1,
  letters: 1,
}

describe('[BUY-4] [BUY-5] the return page races the webhook over HTTP, with two workers', () => {
  it('and each of five orders, all that asks for it taken up in the same moment, is completed once', async () => {
    for (let round = 0; round < 5; round++) {
      const paid = await payWithHeldEvents(`held-${round}@example.com`)
      const goOn = stack.pauseWorkers()
      await race(paid)
      const rows = await collectionOf(stack.database, inboxRow).find({ order: paid.orderId }).toArray()
      expect(rows.map(({ _id, state }) => `${_id} ${state}`).sort()).toEqual(
        [...paid.events.map((event) => `stripe:${event} due`), `stripe:return:${paid.orderId} due`].sort(),
      )
      goOn()
      await settled(paid.orderId)
      expect(await traces(paid)).toEqual(once)
    }
  }, 120_000)

  it('and three orders at once, each at its own pace, are completed once each', async () => {
    const paid: Paid[] = []
    for (const name of ['one', 'two', 'three']) paid.push(await payWithHeldEvents(`${name}@example.com`))
    await Promise.all(paid.map(race))
    for (const each of paid) {
      await settled(each.orderId)
      expect(await traces(each)).toEqual(once)
    }
  }, 120_000)

  it('with eight invoices numbered without a gap, a letter to each seller for each sale, and right books', async () => {
    const invoices = await collectionOf(stack.database, invoiceRecord).find().sort({ number: 1 }).toArray()
    const year = new Date().getUTCFullYear()
    expect(invoices.map(({ number }) => number)).toEqual(
      Array.from({ length: 8 }, (_, index) => `${year}-${String(index + 1).padStart(6, '0')}`),
    )
    for (const owner of owners) expect(await stack.letters(owner)).toHaveLength(8)
    expect(await checkBooks(stack.database)).toEqual([])
  })
})
