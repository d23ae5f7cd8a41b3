import type { Document, Filter } from 'mongodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { collectionOf, type Database } from '@/platform/database'
import type { CollectionDefinition, RecordShape } from '@/platform/records'
import { testDatabase } from '../../tests/setup/database'
import { licenseRecord } from './licensing/records'
import { cartRecord, paymentRecord, refundRecord } from './orders/records'
import { cartNamed } from './orders/settleCart'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

/** The stages of the plan that MongoDB chooses, from the outside in. */
async function planOf<T extends RecordShape>(
  definition: CollectionDefinition<T>,
  filter: Filter<T>,
): Promise<string> {
  const { queryPlanner }: Document = await collectionOf(database, definition)
    .find(filter)
    .explain('queryPlanner')
  return JSON.stringify(queryPlanner.winningPlan)
}

const now = new Date()
const tomorrow = new Date(now.getTime() + 86_400_000)

describe('what is asked with every sale, check or turn of a job reads no whole collection [BUY-5] [LIC-4]', () => {
  it.each([
    [
      'the cart of an order, also where it was merged',
      () => planOf(cartRecord, { ...cartNamed('crt_a'), order: null }),
    ],
    ['the open cart of a person', () => planOf(cartRecord, { user: 'usr_a', order: null })],
    [
      'carts that were left at the payment',
      () => planOf(cartRecord, { 'placed.at': { $lte: tomorrow, $gt: now }, order: null, remindedAt: null }),
    ],
    [
      'payments with one card',
      () => planOf(paymentRecord, { 'method.fingerprint': 'fp', status: 'succeeded' }),
    ],
    ['our refund by the provider’s id', () => planOf(refundRecord, { providerRefund: 're_a' })],
    ['a license by the public id of a place', () => planOf(licenseRecord, { 'places.publicId': 'pub_a' })],
    [
      'licenses with a key that ends soon',
      () => planOf(licenseRecord, { 'keys.until': { $gt: now, $lte: tomorrow } }),
    ],
  ])('%s', async (_, plan) => {
    const stages = await plan()
    expect(stages).toContain('IXSCAN')
    expect(stages).not.toContain('COLLSCAN')
  })
})
