import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderItemRecord } from '@/domain/orders/records'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, placeTestOrder } from '../../../tests/setup/shop'
import { sellerDocument } from './records'
import { type SellerTerms, setSellerTerms } from './sellerTerms'

let payload: Payload
let database: Database
const actor: Actor = { kind: 'staff', id: 'usr_admin', address: null, requestId: null }
const none: SellerTerms = { commissionBps: null, holdDays: null }

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))

const set = (sellerId: string, terms: Partial<SellerTerms>, seen = none) =>
  transactDocuments(payload, { actor }, (tx) =>
    setSellerTerms(tx, { sellerId, seen, terms, reason: 'contract of 1 March' }),
  )

describe('the terms of a contract [PAY-1] [PAY-9]', () => {
  it('hold for the next sale, also outside of the band, and are audited; what was sold keeps its own', async () => {
    const [shelf] = await makeShelf(database, 1)
    const seller = shelf?.seller._id ?? ''
    const sell = async () => {
      const { orderId } = await placeTestOrder({ database, payload }, [{ package: shelf?.package._id ?? '' }])
      return collectionOf(database, orderItemRecord).findOne({ order: orderId })
    }
    const before = await sell()
    await set(seller, { commissionBps: 500, holdDays: 30 })
    expect(await sell()).toMatchObject({ commission: { rule: 'contract', rateBps: 500 }, holdDays: 30 })
    expect(await collectionOf(database, orderItemRecord).findOne({ _id: before?._id ?? '' })).toEqual(before)
    expect(await collectionOf(database, auditRecord).findOne({ act: 'seller.terms' })).toMatchObject({
      reason: 'contract of 1 March',
      before: none,
      after: { commissionBps: 500, holdDays: 30 },
    })
    await set(seller, { commissionBps: null }, { commissionBps: 500, holdDays: 30 })
    expect(await sell()).toMatchObject({ commission: { rule: 'default' }, holdDays: 30 })
  })

  it('are not set over what somebody else set meanwhile, nor for the house, nor to what they are', async () => {
    const [shelf] = await makeShelf(database, 1)
    const seller = shelf?.seller._id ?? ''
    await set(seller, { commissionBps: 800 })
    await expect(set(seller, { commissionBps: 900 })).rejects.toMatchObject({ code: 'seller_changed' })
    await expect(set(seller, {}, { commissionBps: 800, holdDays: null })).rejects.toMatchObject({
      code: 'nothing_changes',
    })
    const house = await collectionOf(database, sellerDocument).findOne({ house: true })
    await expect(set(house?._id ?? '', { commissionBps: 0 })).rejects.toMatchObject({ code: 'house_seller' })
  })
})
