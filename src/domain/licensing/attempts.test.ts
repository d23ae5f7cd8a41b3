import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { type Attempt, AttemptLog } from './attempts'
import { licenseAttemptRecord } from './records'

const database = await testDatabase()
const stored = () => collectionOf(database, licenseAttemptRecord).find().sort({ _id: 1 }).toArray()
const at = new Date('2026-06-01T12:00:00Z')
const attempt = (fields: Partial<Attempt> = {}): Attempt => ({
  license: 'lic_1',
  seller: 'sel_1',
  product: 'acme/widgets',
  code: 'VALID',
  valid: true,
  domain: 'shop.example.com',
  address: '203.0.113.7',
  userAgent: null,
  requestId: 'req_1',
  at,
  ...fields,
})
const refusal = attempt({ code: 'EXPIRED', valid: false })
let log: AttemptLog

beforeEach(async () => {
  await emptyDatabase(database)
  log = new AttemptLog(database)
})
afterEach(() => log.stop())

/** Until `accept` is called MongoDB refuses every new row. */
async function refuseRows(): Promise<() => Promise<unknown>> {
  const [known] = await database.db.listCollections({ name: licenseAttemptRecord.name }).toArray()
  const before = known && 'options' in known ? known.options?.validator : undefined
  const set = (validator: object) => database.db.command({ collMod: licenseAttemptRecord.name, validator })
  await set({ never: { $exists: true } })
  return () => set(before ?? {})
}

describe('the log of attempts [LIC-8]', () => {
  it('a flood of refusals is bounded in rows and whole in count', async () => {
    for (let n = 0; n < 500; n++) log.record(refusal)
    await log.flush()
    const rows = await stored()
    expect(rows).toHaveLength(20)
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(500)
  })

  it('another place, address or verdict has rows of its own', async () => {
    for (const fields of [{}, { domain: 'a.example.com' }, { address: '203.0.113.8' }, { code: 'GRACE' }])
      for (let n = 0; n < 3; n++) log.record(attempt(fields))
    await log.flush()
    expect((await stored()).map(({ count }) => count)).toEqual([3, 3, 3, 3])
  })

  it('repeats after the row was written are counted in it, also across batches', async () => {
    for (let batch = 0; batch < 3; batch++) {
      for (let n = 0; n < 4; n++) log.record(attempt())
      await log.flush()
    }
    expect((await stored()).map(({ count }) => count)).toEqual([12])
  })

  it('a batch that failed is written with the next one, and no count is lost or doubled', async () => {
    for (let n = 0; n < 2; n++) log.record(attempt())
    await log.flush()
    const accept = await refuseRows()
    try {
      for (let n = 0; n < 3; n++) log.record(attempt())
      for (let n = 0; n < 3; n++) log.record(attempt({ address: '203.0.113.8' }))
      await log.flush()
      for (let n = 0; n < 2; n++) log.record(attempt({ address: '203.0.113.8' }))
      await log.flush()
    } finally {
      await accept()
    }
    await log.flush()
    await log.flush()
    expect((await stored()).map(({ address, count }) => [address, count])).toEqual([
      ['203.0.113.7', 5],
      ['203.0.113.8', 5],
    ])
  })
})
