import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { customerDocument } from '@/domain/accounts/records'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { entryRecord } from '@/domain/ledger/records'
import { downloadRecord, licenseRecord } from '@/domain/licensing/records'
import { addToCart, type CartHolder } from '@/domain/orders/cart'
import { checkBooks } from '@/domain/orders/checkBooks'
import {
  cartRecord,
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from '@/domain/orders/records'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { makeFile, makeRelease } from './setup/catalogFixtures'
import { emptyDatabase, testDatabase } from './setup/database'
import { issuedLicense } from './setup/licenseFixtures'
import type { OrderAct, OrderAnswer } from './setup/orderRacer'
import { testPayload } from './setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from './setup/shop'
import { type TestSimulator, testSimulator } from './setup/simulator'

/** All of them with `npm run test:deep orderRaces`; a few are enough to see that nothing is broken. */
const deep = process.env.DEEP === '1'
const rounds = deep ? 20 : 2
const ways = 200
const minutes = deep ? 600_000 : 120_000
const completions = deep ? 500 : 60

let database: Database
let payload: Payload
let simulator: TestSimulator
const racers: ChildProcess[] = []
const actor = systemActor('test')
const nobody: CartHolder = { cartId: null, userId: null }

async function startRacer(): Promise<ChildProcess> {
  const racer = fork('tests/setup/orderRacer.ts', {
    execArgv: ['-C', 'production', '--import', 'tsx'],
    env: { ...process.env, RACE_STRIPE_API_BASE: simulator.url, LOG_LEVEL: 'silent' },
  })
  await once(racer, 'message')
  return racer
}

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
  racers.push(...(await Promise.all([startRacer(), startRacer()])))
}, 60_000)
beforeEach(() => emptyDatabase(database))
afterAll(() => {
  for (const racer of racers) racer.kill('SIGKILL')
})

/** All at once, in two processes by turns. */
async function race(acts: OrderAct[]): Promise<OrderAnswer[]> {
  const answers = await Promise.all(
    racers.map((racer, index) =>
      tell(
        racer,
        acts.filter((_, position) => position % racers.length === index),
      ),
    ),
  )
  return answers.flat()
}

async function tell(racer: ChildProcess, acts: OrderAct[]): Promise<OrderAnswer[]> {
  const answered = once(racer, 'message') as Promise<[OrderAnswer[]]>
  racer.send(acts)
  return (await answered)[0]
}

function codes(answers: readonly OrderAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
const got = (answers: readonly OrderAnswer[]): string[] => answers.flatMap((answer) => answer.got ?? [])
const many = <T>(make: (index: number) => T, count = ways): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const eachRound = async (round: (index: number) => Promise<void>) => {
  for (let index = 0; index < rounds; index++) await round(index)
}
const person = (index: number): string => `usr_${String(index).padStart(20, '0')}`
async function packages(count: number): Promise<string[]> {
  return (await makeShelf(database, count)).map((line) => line.package._id)
}
const add = (holder: CartHolder, packageId: string, quantity = 1) =>
  transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity }))

describe(`200 at once in two processes, ${rounds} rounds`, () => {
  it(
    '[BUY-2] what a guest bought is claimed by one of them',
    async () => {
      await eachRound(async (round) => {
        const email = `guest${round}@example.com`
        const buyer = newId('cus')
        const at = new Date()
        await collectionOf(database, customerDocument).insertOne({
          _id: buyer,
          email,
          user: null,
          createdAt: at,
        })
        const answers = await race(many((index) => ({ act: 'claim', user: person(index), email })))
        expect(codes(answers)).toEqual({ done: ways })
        expect(got(answers)).toEqual([buyer])
        const owner = (await collectionOf(database, customerDocument).findOne({ _id: buyer }))?.user
        const claims = collectionOf(database, auditRecord).find({ act: 'customer.claim', 'target.id': buyer })
        expect((await claims.toArray()).map(({ after }) => after)).toEqual([{ user: owner }])
      })
    },
    minutes,
  )

  it(
    '[BUY-1] a guest’s cart joins the person’s own once',
    async () => {
      const [shared = '', own = '', guests = ''] = await packages(3)
      await eachRound(async (round) => {
        const userId = person(round)
        const holder = { cartId: null, userId }
        // By turns with a cart of their own and without one.
        const hasOwn = round % 2 === 0
        if (hasOwn) for (const packageId of [shared, own]) await add(holder, packageId)
        const cart = await add(nobody, shared, 2)
        await add({ cartId: cart._id, userId: null }, guests)
        const answers = await race(many(() => ({ act: 'adopt', cartId: cart._id, userId })))
        expect(codes(answers)).toEqual({ done: ways })
        const left = await collectionOf(database, cartRecord)
          .find({ $or: [{ user: userId }, { _id: cart._id }] })
          .toArray()
        expect(left).toHaveLength(1)
        expect(new Set(got(answers))).toEqual(new Set([left[0]?._id]))
        const lines = Object.fromEntries((left[0]?.lines ?? []).map((line) => [line.package, line.quantity]))
        expect(lines).toEqual(hasOwn ? { [shared]: 3, [own]: 1, [guests]: 1 } : { [shared]: 2, [guests]: 1 })
      })
    },
    minutes,
  )

  it(
    '[BUY-1] carts of one guest in many browsers are one cart, and no line of them is lost',
    async () => {
      const all = await packages(20)
      await eachRound(async (round) => {
        const userId = person(round)
        const carts = await Promise.all(all.map((packageId) => add(nobody, packageId)))
        const answers = await race(
          many((index) => ({ act: 'adopt', cartId: carts[index % carts.length]?._id ?? '', userId })),
        )
        expect(codes(answers)).toEqual({ done: ways })
        const left = await collectionOf(database, cartRecord).find({ user: userId }).toArray()
        expect(left.map(({ lines }) => lines.map((line) => line.package).sort())).toEqual([all.toSorted()])
        expect(left[0]?.lines.every((line) => line.quantity === 1)).toBe(true)
      })
    },
    minutes,
  )

  it(
    '[DL-1] one link to a file is counted once, and gives the file to each part of one download',
    async () => {
      const [line] = await makeShelf(database, 1)
      if (!line) throw new Error('the shelf is empty')
      const file = await makeFile(database, line.seller)
      const release = await makeRelease(database, line.product, {
        files: [{ file: file._id, kind: 'archive' }],
      })
      await eachRound(async () => {
        const { license } = await issuedLicense(database, {
          seller: line.seller._id,
          product: line.product._id,
        })
        const link = await createDownloadLink({
          database,
          licenseId: license._id,
          releaseId: release._id,
          fileId: file._id,
          customerId: license.customer,
          via: 'account',
          now: new Date(),
        })
        const token = link.url.split('/').at(-1) ?? ''
        const answers = await race(many(() => ({ act: 'download', token, perHour: 60 })))
        expect(codes(answers)).toEqual({ done: ways })
        expect(await collectionOf(database, downloadRecord).countDocuments({ license: license._id })).toBe(1)
        await collectionOf(database, licenseRecord).updateOne(
          { _id: license._id },
          { $set: { status: 'revoked', reason: 'refunded' } },
        )
        const after = await race(many(() => ({ act: 'download', token, perHour: 60 })))
        expect(codes(after)).toEqual({ license_inactive: ways })
      })
    },
    minutes,
  )

  it(
    '[BUY-10] one line is given back once',
    async () => {
      const all = await packages(2)
      await eachRound(async () => {
        const placed = await placeTestOrder(
          { database, payload },
          all.map((packageId) => ({ package: packageId })),
        )
        const { orderId } = placed
        await simulator.pay(await openTestCheckout(payload, simulator, orderId))
        await syncOrder(payload, simulator.stripe, orderId)
        await transact(database, { actor }, (tx) => sealInvoices(tx))
        const [item] = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
        const ask: OrderAct = { act: 'askRefund', orderId, item: item?._id ?? '', grossMinor: 4_900 }
        const asked = await race(many(() => ask))
        expect(codes(asked)).toEqual({ done: 1, refund_open: ways - 1 })
        const [refund = ''] = got(asked)

        // The outbox sends it, several workers see it through, and people go on pressing the button meanwhile.
        const sent = await race([
          ...many((): OrderAct => ({ act: 'sendRefund', refund }), 20),
          ...many((): OrderAct => ({ act: 'sync', orderId }), 20),
          ...many(() => ask, 40),
        ])
        expect(sent.filter(({ code }) => code === 'done')).toHaveLength(40)
        expect(got(sent)).toEqual([])
        await syncOrder(payload, simulator.stripe, orderId)
        const late = await race(many(() => ask))
        expect(got(late)).toEqual([])

        const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
        const atProvider = await simulator.stripe.refunds.list({
          payment_intent: payment?.providerIds.intent ?? '',
        })
        expect(atProvider.data.map(({ amount }) => amount)).toEqual([4_900])
        expect(await collectionOf(database, refundRecord).countDocuments({ order: orderId })).toBe(1)
        expect(
          await collectionOf(database, entryRecord).countDocuments({ 'refs.order': orderId, kind: 'refund' }),
        ).toBe(1)
        expect(
          await collectionOf(database, invoiceRecord).countDocuments({ order: orderId, kind: 'credit_note' }),
        ).toBe(1)
        expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
          status: 'partially_refunded',
          totals: { refundedMinor: 4_900 },
        })
        const states = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
        expect(states.map(({ status }) => status).sort()).toEqual(['active', 'revoked'])
      })
    },
    minutes,
  )

  it(
    '[BUY-6] invoices are numbered once',
    async () => {
      const [packageId = ''] = await packages(1)
      await eachRound(async () => {
        const { orderId, totalMinor } = await placeTestOrder({ database, payload }, [{ package: packageId }])
        await race([{ act: 'complete', orderId, totalMinor, fails: false }])
        const answers = await race(many((index) => ({ act: 'seal', fails: index % 4 === 0 })))
        expect(answers.every(({ code }) => code === 'done' || code === 'injected')).toBe(true)
      })
      expect(await numbers()).toEqual(expectedNumbers(rounds))
    },
    minutes,
  )
})

const numbers = async (): Promise<(string | null)[]> =>
  (await collectionOf(database, invoiceRecord).find().sort({ number: 1 }).toArray()).map(
    ({ number }) => number,
  )
const expectedNumbers = (count: number): string[] =>
  many((index) => `${new Date().getUTCFullYear()}-${String(index + 1).padStart(6, '0')}`, count)

describe(`${completions} completions at once, with failures and a process that is killed`, () => {
  it(
    '[BUY-5] [BUY-6] leave each order complete once and no gap or double among the numbers',
    async () => {
      const [packageId = ''] = await packages(1)
      const placed: OrderAct[] = []
      for (let batch = 0; batch < completions / 20; batch++)
        placed.push(
          ...(await Promise.all(
            many(async (): Promise<OrderAct> => {
              const { orderId, totalMinor } = await placeTestOrder({ database, payload }, [
                { package: packageId },
              ])
              return { act: 'complete', orderId, totalMinor, fails: false }
            }, 20),
          )),
        )
      const wave = placed.flatMap((act, index): OrderAct[] => [
        index % 3 === 0 && act.act === 'complete' ? { ...act, fails: true } : act,
        ...(index % 10 === 0 ? [{ act: 'seal' as const, fails: index % 20 === 0 }] : []),
      ])
      const [first, second] = racers
      if (!first || !second) throw new Error('there are two racers')
      const middle = Math.floor(wave.length / 2)
      second.send(wave.slice(middle))
      const killed = new Promise((resolve) => second.once('exit', resolve))
      setTimeout(() => second.kill('SIGKILL'), deep ? 3_000 : 400)
      const answers = await tell(first, wave.slice(0, middle))
      await killed
      racers[1] = await startRacer()
      expect(answers.every(({ code }) => code === 'done' || code === 'injected')).toBe(true)
      expect(answers.some(({ code }) => code === 'injected')).toBe(true)

      // Whoever does not know whether it was done does it again; the sealing job comes by itself.
      const again = await race([...placed, ...many((): OrderAct => ({ act: 'seal', fails: false }), 10)])
      expect(codes(again)).toEqual({ done: completions + 10 })
      for (;;) if ((await transact(database, { actor }, (tx) => sealInvoices(tx))) === 0) break

      expect(await numbers()).toEqual(expectedNumbers(completions))
      const invoices = await collectionOf(database, invoiceRecord).distinct('order')
      expect(invoices).toHaveLength(completions)
      expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(completions)
      for (const kind of ['sale', 'fee'] as const)
        expect(await collectionOf(database, entryRecord).countDocuments({ kind })).toBe(completions)
      expect(await collectionOf(database, orderDocument).countDocuments({ status: 'completed' })).toBe(
        completions,
      )
      const mails = { kind: 'mail', 'payload.template': 'order-completed' }
      expect(await collectionOf(database, outboxRow).countDocuments(mails)).toBe(completions)
      expect(await checkBooks(database)).toEqual([])
    },
    minutes,
  )
})
