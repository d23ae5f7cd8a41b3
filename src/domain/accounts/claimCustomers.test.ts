import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { syncOrder } from '@/domain/orders/syncOrder'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { claimCustomers, claimWaiting } from './claimCustomers'
import { invoicesOf, licensesOf, ordersOf } from './customerAccount'
import { customerDocument, userDocument } from './records'

let payload: Payload
let database: Database
let simulator: TestSimulator
const actor: Actor = { kind: 'person', id: 'usr_test', address: null, requestId: null }

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(() => emptyDatabase(database))

async function guestOrder(): Promise<string> {
  const [line] = await makeShelf(database, 1)
  const { orderId } = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
  await simulator.pay(await openTestCheckout(payload, simulator, orderId))
  await syncOrder(payload, simulator.stripe, orderId)
  return orderId
}
async function person(
  id: string,
  emailVerifiedAt: Date | null,
  lockedAt: Date | null = null,
): Promise<string> {
  const user = { _id: id, email: guest.email, roles: ['customer' as const], memberships: [] }
  await collectionOf(database, userDocument).insertOne({ ...user, emailVerifiedAt, lockedAt })
  return id
}
const claim = (userId: string) => claimWaiting({ payload, actor, userId, email: guest.email })
const owners = async () =>
  (await collectionOf(database, customerDocument).find().toArray()).map(({ user }) => user ?? null)

describe('[BUY-2] what was bought as a guest after its owner signed in', () => {
  it('is in the account with the next page: order, license and invoice', async () => {
    const userId = await person('usr_ann000000000', new Date())
    const orderId = await guestOrder()
    await transact(database, { actor }, (tx) => sealInvoices(tx))
    expect((await ordersOf(database, userId)).rows).toEqual([])
    expect(await claim(userId)).toBe(1)
    expect((await ordersOf(database, userId)).rows.map(({ order }) => order._id)).toEqual([orderId])
    expect((await licensesOf(database, userId)).rows).toHaveLength(1)
    expect((await invoicesOf(database, userId)).rows).toHaveLength(1)
    expect(await claim(userId)).toBe(0)
  })

  it.each<[string, Date | null, Date | null]>([
    ['has not proven the address', null, null],
    ['is locked', new Date(), new Date()],
  ])('is not given to who %s', async (_, verifiedAt, lockedAt) => {
    const userId = await person('usr_ann000000000', verifiedAt, lockedAt)
    await guestOrder()
    expect(await claim(userId)).toBe(0)
    expect(await owners()).toEqual([null])
  })

  it('has one owner whoever of twenty claims it at the same moment', async () => {
    await guestOrder()
    const people = Array.from({ length: 20 }, (_, index) => `usr_person0000${index}`)
    const claimed = await Promise.all(
      people.map((user) =>
        transactDocuments(payload, { actor }, (tx) => claimCustomers(tx, { user, email: guest.email })),
      ),
    )
    const winner = claimed.findIndex((ids) => ids.length === 1)
    expect(claimed.filter((ids) => ids.length === 1)).toHaveLength(1)
    expect(await owners()).toEqual([people[winner]])
    expect(await collectionOf(database, auditRecord).countDocuments({ act: 'customer.claim' })).toBe(1)
  })
})
