import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { customerDocument, userDocument } from '@/domain/accounts/records'
import { productDocument } from '@/domain/catalog/records'
import { balancesOf } from '@/domain/ledger/balances'
import { checkBooks } from '@/domain/orders/checkBooks'
import { failRefund } from '@/domain/orders/failRefund'
import { type OrderItem, orderItemRecord, refundRecord } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { submitRefund } from '@/domain/orders/submitRefund'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { makeAffiliate } from '../../../tests/setup/affiliates'
import { makePackage, makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { changeAffiliateStatus } from './changeAffiliateStatus'
import { commissionFaults } from './checkCommissions'
import { type Affiliate, affiliateDocument, commissionRecord } from './records'
import type { ReferralClick } from './referralCookie'

let database: Database
let payload: Payload
let simulator: TestSimulator
const actor = systemActor('test')

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(() => emptyDatabase(database))

const clickOf = (affiliate: Pick<Affiliate, '_id'>, daysAgo = 1): ReferralClick => ({
  affiliate: affiliate._id,
  click: newId('clk'),
  at: addDays(new Date(), -daysAgo),
  until: addDays(new Date(), 30 - daysAgo),
})

type Lines = Parameters<typeof placeTestOrder>[1]

async function placed(lines: Lines, clicks: readonly ReferralClick[], buyer = guest) {
  const { orderId } = await placeTestOrder({ database, payload }, lines, buyer, clicks)
  return orderId
}

async function paid(lines: Lines, clicks: readonly ReferralClick[], buyer = guest) {
  const orderId = await placed(lines, clicks, buyer)
  await pay(orderId)
  return orderId
}

async function pay(orderId: string, name?: string) {
  const session = await openTestCheckout(payload, simulator, orderId)
  await simulator.control('POST', `/checkout/${session}/pay`, {
    card: '4242424242424242',
    ...(name ? { name } : {}),
  })
  await syncOrder(payload, simulator.stripe, orderId)
}

async function refund(orderId: string, lines?: { item: string; grossMinor: number }[]) {
  const asked = await transact(database, { actor }, (tx) =>
    requestRefund(tx, { orderId, reason: 'a test', ...(lines ? { lines } : {}) }),
  )
  await submitRefund(database, simulator.stripe, asked._id)
  await syncOrder(payload, simulator.stripe, orderId)
  return asked
}

const itemsOf = (order: string): Promise<OrderItem[]> =>
  collectionOf(database, orderItemRecord).find({ order }).sort({ _id: 1 }).toArray()
const commissions = () => collectionOf(database, commissionRecord).find().sort({ _id: 1 }).toArray()
const owedTo = async ({ _id }: Pick<Affiliate, '_id'>) => {
  const [balance] = await balancesOf(database, [`liab:affiliate:${_id}:pending`])
  return 0 - (balance?.amountMinor ?? 0)
}

async function agree() {
  for (const commission of await commissions()) {
    const line = await collectionOf(database, orderItemRecord).findOne({ _id: commission.orderItem })
    expect(line && commissionFaults(line, commission)).toEqual([])
  }
  expect(await checkBooks(database)).toEqual([])
}

describe('[AFF-3] [BUY-5] a referred purchase', () => {
  it('earns the affiliate a tenth of each line’s net, out of the seller’s share alone', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const shelf = await makeShelf(database)
    const lines = shelf.map((line) => ({ package: line.package._id }))
    const click = clickOf(affiliate)
    const orderId = await paid(lines, [click])
    for (const item of await itemsOf(orderId)) {
      expect(item.affiliate).toMatchObject({
        affiliate: affiliate._id,
        rateBps: 1_000,
        rule: 'platform',
        click: click.click,
      })
      expect(item.legs).toMatchObject({ commissionMinor: 735, affiliateMinor: 490, sellerMinor: 3_675 })
    }
    expect(await commissions()).toMatchObject(
      shelf.map(() => ({ amountMinor: 490, baseMinor: 4_900, reversedMinor: 0, status: 'pending' })),
    )
    expect(await owedTo(affiliate)).toBe(980)
    await agree()
  })

  it('is at the seller’s rate where that is higher, as it was at the checkout', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const [line] = await makeShelf(database, 1)
    const products = collectionOf(database, productDocument)
    await products.updateOne({ _id: line?.product._id ?? '' }, { $set: { affiliateBps: 3_000 } })
    const orderId = await placed([{ package: line?.package._id ?? '' }], [clickOf(affiliate)])
    await products.updateOne({ _id: line?.product._id ?? '' }, { $set: { affiliateBps: 1_000 } })
    await database.db.collection('globals').insertOne({ globalType: 'settings', affiliateBps: 2_000 })
    await pay(orderId)
    expect((await itemsOf(orderId))[0]?.affiliate).toMatchObject({ rateBps: 3_000, rule: 'product' })
    expect((await commissions())[0]).toMatchObject({ amountMinor: 1_470, rateBps: 3_000 })
    await agree()
  })

  it('goes to the newest of two affiliates', async () => {
    const [old, fresh] = [
      await makeAffiliate(database, { code: 'old' }),
      await makeAffiliate(database, { code: 'fresh' }),
    ]
    const [line] = await makeShelf(database, 1)
    await paid([{ package: line?.package._id ?? '' }], [clickOf(old, 9), clickOf(fresh, 1)])
    expect((await commissions()).map((one) => one.affiliate)).toEqual([fresh._id])
  })

  it('is booked though the affiliate was paused after the checkout, and not where it was before', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const [line] = await makeShelf(database, 1)
    const lines = [{ package: line?.package._id ?? '' }]
    const before = await placed(lines, [clickOf(affiliate)])
    await transactDocuments(payload, { actor }, (tx) =>
      changeAffiliateStatus(tx, { affiliateId: affiliate._id, event: 'pause', reason: 'a test' }),
    )
    await pay(before)
    expect(await commissions()).toHaveLength(1)
    const after = await paid(lines, [clickOf(affiliate)], { ...guest, email: 'other@example.com' })
    expect(await itemsOf(after)).toMatchObject([
      { affiliate: null, refusedReferral: { affiliate: affiliate._id, reason: 'not_approved' } },
    ])
    expect(await commissions()).toHaveLength(1)
    await agree()
  })

  it('earns nothing on a line of nothing, and without a click nothing at all', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const free = await makePackage(database, product, { pricingModel: 'free', prices: [] })
    const [line] = await makeShelf(database, 1)
    const lines = [{ package: free._id }, { package: line?.package._id ?? '' }]
    await paid(lines, [clickOf(affiliate)])
    expect(await commissions()).toHaveLength(1)
    await paid(lines, [])
    expect(await commissions()).toHaveLength(1)
    await agree()
  })
})

describe('[AFF-2] a self-referral', () => {
  /** An affiliate with an account, who has bought with another address too. */
  async function person(memberships: { seller: string; role: 'owner' }[] = []) {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    await collectionOf(database, userDocument).insertOne({
      _id: affiliate.user,
      email: 'robin@example.com',
      roles: ['customer', 'affiliate'],
      memberships,
    })
    await collectionOf(database, customerDocument).insertOne({
      _id: newId('cus'),
      email: 'robin.work@example.com',
      user: affiliate.user,
      createdAt: new Date(),
    })
    return affiliate
  }

  it.each(['robin@example.com', 'Robin+two@example.com', 'robin.work@example.com'])(
    'by the affiliate’s own address earns nothing: %s',
    async (email) => {
      const affiliate = await person()
      const [line] = await makeShelf(database, 1)
      const orderId = await paid([{ package: line?.package._id ?? '' }], [clickOf(affiliate)], {
        ...guest,
        email,
      })
      expect(await itemsOf(orderId)).toMatchObject([
        { affiliate: null, refusedReferral: { reason: 'own_purchase' }, legs: { affiliateMinor: 0 } },
      ])
      expect(await commissions()).toEqual([])
    },
  )

  it('on a product of the affiliate’s own seller earns nothing, beside one that does', async () => {
    const [own, other] = await makeShelf(database)
    const affiliate = await person([{ seller: own?.seller._id ?? '', role: 'owner' }])
    const lines = [own, other].map((line) => ({ package: line?.package._id ?? '' }))
    const orderId = await paid(lines, [clickOf(affiliate)])
    const items = await itemsOf(orderId)
    const itemOf = (seller: string | undefined) => items.find((item) => item.seller === seller)
    expect(itemOf(own?.seller._id)).toMatchObject({
      affiliate: null,
      refusedReferral: { reason: 'own_product' },
    })
    expect(itemOf(other?.seller._id)?.affiliate?.affiliate).toBe(affiliate._id)
    expect(await commissions()).toHaveLength(1)
  })

  it('paid with the affiliate’s own card leaves the seller the whole share', async () => {
    const affiliate = await person()
    const [line] = await makeShelf(database, 1)
    const lines = [{ package: line?.package._id ?? '' }]
    const own = await placed(lines, [], { ...guest, email: 'robin.work@example.com' })
    await pay(own, 'Robin Doe')
    const customer = await collectionOf(database, customerDocument).findOne({ user: affiliate.user })
    await database.db
      .collection<{ _id: string }>('orders')
      .updateOne({ _id: own }, { $set: { customer: customer?._id } })
    const stranger = await placed(lines, [clickOf(affiliate)], { ...guest, email: 'x@example.com' })
    expect((await itemsOf(stranger))[0]?.legs.affiliateMinor).toBe(490)
    await pay(stranger, 'ROBIN DOE')
    expect(await itemsOf(stranger)).toMatchObject([
      {
        status: 'completed',
        affiliate: null,
        refusedReferral: { affiliate: affiliate._id, reason: 'same_card' },
        legs: { commissionMinor: 735, affiliateMinor: 0, sellerMinor: 4_165 },
      },
    ])
    expect(await commissions()).toEqual([])
    const another = await placed(lines, [clickOf(affiliate)], { ...guest, email: 'y@example.com' })
    await pay(another, 'Somebody Else')
    expect(await commissions()).toHaveLength(1)
  })
})

describe('[AFF-3] [BUY-10] a refund of a referred purchase', () => {
  async function sold() {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const shelf = await makeShelf(database)
    const orderId = await paid(
      shelf.map((line) => ({ package: line.package._id })),
      [clickOf(affiliate)],
    )
    return { affiliate, orderId, items: await itemsOf(orderId) }
  }

  it('of everything reverses every commission', async () => {
    const { affiliate, orderId } = await sold()
    await refund(orderId)
    expect(await commissions()).toMatchObject([
      { status: 'reversed', reversedMinor: 490 },
      { status: 'reversed', reversedMinor: 490 },
    ])
    expect(await owedTo(affiliate)).toBe(0)
    await agree()
  })

  it('of one line reverses that line’s alone', async () => {
    const { affiliate, orderId, items } = await sold()
    await refund(orderId, [{ item: items[0]?._id ?? '', grossMinor: 4_900 }])
    const byItem = new Map((await commissions()).map((one) => [one.orderItem, one]))
    expect(byItem.get(items[0]?._id ?? '')).toMatchObject({ status: 'reversed', reversedMinor: 490 })
    expect(byItem.get(items[1]?._id ?? '')).toMatchObject({ status: 'pending', reversedMinor: 0 })
    expect(await owedTo(affiliate)).toBe(490)
    await agree()
  })

  it('in parts takes back by the nested rule, and the last part leaves nothing', async () => {
    const { affiliate, orderId, items } = await sold()
    const item = items[0]?._id ?? ''
    for (const grossMinor of [333, 1_111, 1]) {
      await refund(orderId, [{ item, grossMinor }])
      await agree()
    }
    const part = (await commissions()).find((one) => one.orderItem === item)
    expect(part).toMatchObject({ status: 'pending' })
    expect(part?.reversedMinor).toBeGreaterThan(140)
    await refund(orderId, [{ item, grossMinor: 4_900 - 1_445 }])
    expect((await commissions()).find((one) => one.orderItem === item)).toMatchObject({
      status: 'reversed',
      reversedMinor: 490,
    })
    await refund(orderId)
    expect(await owedTo(affiliate)).toBe(0)
    await agree()
  })

  it('that the bank sends back later leaves the commission reversed: the sale stays refunded', async () => {
    const { affiliate, orderId } = await sold()
    const { _id } = await refund(orderId)
    const given = await collectionOf(database, refundRecord).findOne({ _id })
    await transactDocuments(payload, { actor }, async (tx) => {
      if (given)
        await failRefund(tx, given, { id: given.providerRefund ?? '', error: 'the account is closed' })
    })
    expect((await commissions()).map(({ status }) => status)).toEqual(['reversed', 'reversed'])
    expect(await owedTo(affiliate)).toBe(0)
    await agree()
  })
})

describe('the check of commissions', () => {
  it.each([
    ['another amount', { amountMinor: 491 }],
    ['another affiliate', { affiliate: 'aff_other' }],
    ['another rate', { rateBps: 999 }],
    ['a reversal that nobody refunded', { reversedMinor: 490, status: 'reversed' as const }],
    ['a state that its amounts do not have', { status: 'reversed' as const }],
  ])('finds %s', async (_, fields) => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const [line] = await makeShelf(database, 1)
    const orderId = await paid([{ package: line?.package._id ?? '' }], [clickOf(affiliate)])
    const [item] = await itemsOf(orderId)
    const [commission] = await commissions()
    if (!item || !commission) throw new Error('nothing was sold')
    expect(commissionFaults(item, commission)).toEqual([])
    expect(commissionFaults(item, { ...commission, ...fields })).not.toEqual([])
  })
})

it('an affiliate who does not exist any more is nobody', async () => {
  const affiliate = await makeAffiliate(database, { code: 'robin' })
  const [line] = await makeShelf(database, 1)
  await collectionOf(database, affiliateDocument).deleteOne({ _id: affiliate._id })
  const orderId = await paid([{ package: line?.package._id ?? '' }], [clickOf(affiliate)])
  expect(await itemsOf(orderId)).toMatchObject([{ affiliate: null, legs: { affiliateMinor: 0 } }])
})
