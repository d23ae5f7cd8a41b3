import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { customerDocument } from '@/domain/accounts/records'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { downloadRecord, licenseRecord } from '@/domain/licensing/records'
import { addToCart, type CartHolder } from '@/domain/orders/cart'
import { cartRecord } from '@/domain/orders/records'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { transact } from '@/platform/transaction'
import { makeFile, makeRelease } from './setup/catalogFixtures'
import { emptyDatabase, testDatabase } from './setup/database'
import { issuedLicense } from './setup/licenseFixtures'
import type { OrderAct } from './setup/orderRacer'
import { codes, got, many, type Racers, startRacers } from './setup/racers'
import { makeShelf } from './setup/shop'
import { testSimulator } from './setup/simulator'

/** All of them with `npm run test:deep cartRaces`; a few are enough to see that nothing is broken. */
const deep = process.env.DEEP === '1'
const rounds = deep ? 20 : 1
const ways = 200
const minutes = deep ? 600_000 : 120_000

let database: Database
let racers: Racers
const actor = systemActor('test')
const nobody: CartHolder = { cartId: null, userId: null }

beforeAll(async () => {
  database = await testDatabase()
  racers = await startRacers(await testSimulator())
}, 60_000)
beforeEach(() => emptyDatabase(database))
afterAll(() => racers?.stop())

const eachRound = async (round: (index: number) => Promise<void>, count = rounds) => {
  for (let index = 0; index < count; index++) await round(index)
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
        const answers = await racers.race(
          many(ways, (index) => ({ act: 'claim', user: person(index), email })),
        )
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
        const answers = await racers.race(many(ways, () => ({ act: 'adopt', cartId: cart._id, userId })))
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
      await eachRound(
        async (round) => {
          const userId = person(round)
          const carts = await Promise.all(all.map((packageId) => add(nobody, packageId)))
          // Twenty that all change one cart: who loses too often merges with the next thing that the person does.
          let open = many(
            ways,
            (index): OrderAct => ({ act: 'adopt', cartId: carts[index % carts.length]?._id ?? '', userId }),
          )
          for (let time = 0; open.length > 0 && time < 5; time++) {
            const { notDone, others } = await racers.again(open)
            expect(others).toEqual([])
            open = notDone
          }
          expect(open).toEqual([])
          const left = await collectionOf(database, cartRecord).find({ user: userId }).toArray()
          expect(left.map(({ lines }) => lines.map((line) => line.package).sort())).toEqual([all.toSorted()])
          expect(left[0]?.lines.every((line) => line.quantity === 1)).toBe(true)
        },
        Math.min(rounds, 5),
      )
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
        const answers = await racers.race(many(ways, () => ({ act: 'download', token, perHour: 60 })))
        expect(codes(answers)).toEqual({ done: ways })
        expect(await collectionOf(database, downloadRecord).countDocuments({ license: license._id })).toBe(1)
        await collectionOf(database, licenseRecord).updateOne(
          { _id: license._id },
          { $set: { status: 'revoked', reason: 'refunded' } },
        )
        const after = await racers.race(many(ways, () => ({ act: 'download', token, perHour: 60 })))
        expect(codes(after)).toEqual({ license_inactive: ways })
      })
    },
    minutes,
  )
})
