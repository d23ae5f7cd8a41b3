import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageDocument } from '@/domain/catalog/records'
import { collectionOf } from '@/platform/database'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let shelf: Awaited<ReturnType<typeof stockShelf>>

beforeAll(async () => {
  stack = await startStack('prices', { workers: 0 })
  shelf = await stockShelf(stack)
}, 120_000)
afterAll(async () => stack?.stop(), 60_000)

/** Everywhere that the product’s price stands. */
const places = ['/', '/browse', '/c/billing', '/p/northlight/fieldnotes', '/s/northlight']

interface Seen {
  isKept: boolean
  prices: string[]
}

async function look(place: string): Promise<Seen> {
  const answer = await fetch(stack.url + place)
  const text = (await answer.text()).replace(/<script[\s\S]*?<\/script>/g, '')
  expect(answer.status).toBe(200)
  return {
    isKept: answer.headers.get('x-mintreu-page') === 'hit',
    prices: ['$29', '$35', '$41'].filter((price) => text.includes(price)),
  }
}

async function setPrice(amountMinor: number): Promise<void> {
  await collectionOf(stack.database, packageDocument).updateOne(
    { _id: shelf.single._id },
    { $set: { prices: [{ currency: 'usd', amountMinor }], updatedAt: new Date() } },
  )
}

describe('[CAT-5] [CAT-6] a price that changed, through edge and its page cache', () => {
  it('stands on every page that shows it, and the former one on none, while all of them are kept', async () => {
    const keptWith = (price: string) => async () => {
      const seen = await Promise.all(places.map(look))
      return seen
        .map(({ isKept, prices }) => (isKept ? prices.join() : 'not kept'))
        .every((one) => one === price)
    }
    const patience = { timeout: 25_000, interval: 50 }
    await expect.poll(keptWith('$29'), patience).toBe(true)
    for (const [amountMinor, price] of [
      [3_500, '$35'],
      [4_100, '$41'],
    ] as const) {
      await setPrice(amountMinor)
      await expect.poll(keptWith(price), patience).toBe(true)
    }
  }, 90_000)
})
