import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collectionOf, type Database } from '@/platform/database'
import { createDrain } from '@/platform/drain'
import { type InboxRow, inboxRow, storeEvent } from '@/platform/inbox'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { askOnce } from './oneQuestion'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const order = 'ord_one00000000'
const tell = (id: string, of: string | null = order) =>
  storeEvent(
    database,
    {
      ...{ _id: `stripe:${id}`, provider: 'stripe', type: 'charge.updated', objectId: `ch_${id}` },
      ...{ order: of, via: 'webhook' },
    },
    new Date(),
  )
const rows = () => collectionOf(database, inboxRow)
const read = async (id: string): Promise<InboxRow> => {
  const row = await rows().findOne({ _id: `stripe:${id}` })
  if (!row) throw new Error(`${id} is there`)
  return row
}
const waiting = () => rows().countDocuments({ state: { $ne: 'done' } })

/** The worker's loops, as it starts them, until nothing waits. */
async function drained(ask: (row: InboxRow) => Promise<void>, failures: string[] = []): Promise<void> {
  const drain = createDrain({
    database,
    queue: inboxRow,
    handle: askOnce(database, ask),
    onFailure: (row) => void failures.push(row),
    pollMs: 50,
  })
  drain.start()
  try {
    await expect.poll(waiting, { timeout: 25_000 }).toBe(0)
  } finally {
    await drain.stop()
  }
}

describe('events of one order that wait together [BUY-5] [PAY-1]', () => {
  it('are one question to the provider, and all of them are done', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await tell(id)
    const asked: string[] = []
    await drained(async ({ _id }) => void asked.push(_id))
    expect(asked).toHaveLength(1)
  })

  it('of two orders are two, and one that names no order asks for itself', async () => {
    await Promise.all([tell('a'), tell('b'), tell('c', 'ord_two00000000'), tell('d', null), tell('e', null)])
    const asked: (string | null)[] = []
    await drained(async (row) => void asked.push(row.order))
    expect(asked.sort()).toEqual([null, null, order, 'ord_two00000000'].sort())
  })

  it('what arrives after the provider was asked is asked again, when that is answered', async () => {
    await tell('a')
    const asked: string[] = []
    let atOnce = 0
    await drained(async ({ _id }) => {
      asked.push(_id)
      expect(++atOnce).toBe(1)
      if (asked.length === 1) {
        await tell('late')
        await expect.poll(async () => (await read('late')).lease).not.toBeNull()
      }
      atOnce--
    })
    expect(asked).toEqual(['stripe:a', 'stripe:late'])
  })

  it('where the question fails each of them asks for itself, and none is taken for done', async () => {
    for (const id of ['a', 'b']) await tell(id)
    let asked = 0
    const failures: string[] = []
    await drained(async () => {
      if (++asked === 1) throw new Error('the provider stumbled')
    }, failures)
    expect(failures).toHaveLength(1)
    expect(asked).toBeGreaterThan(1)
  })

  it('one that another worker has in hand is left to it', async () => {
    for (const id of ['mine', 'theirs']) await tell(id)
    const lease = { owner: 'another', until: new Date(Date.now() + 3_600_000), fence: 1 }
    await rows().updateOne({ _id: 'stripe:theirs' }, { $set: { lease, attempts: 1 } })
    await askOnce(database, async () => undefined)(await read('mine'))
    expect(await read('theirs')).toMatchObject({ state: 'due', lease: { owner: 'another' } })
  })
})
