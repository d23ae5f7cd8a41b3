import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { type AttemptPolicy, forgetAttempts, giveAttemptBack, takeAttempt } from './attemptLimiter'
import type { Database } from './database'
import { addSeconds } from './time'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const policy: AttemptPolicy = {
  scope: 'test',
  free: 3,
  firstDelaySeconds: 2,
  longestDelaySeconds: 10,
  forgetAfterSeconds: 3_600,
}
const start = new Date('2026-05-04T10:00:00Z')
const take = (seconds: number, subject = 'ann') =>
  takeAttempt(database, policy, subject, addSeconds(start, seconds))

describe('limiting attempts [ID-1]', () => {
  it('lets the free ones through, then makes each wait twice as long, up to the longest', async () => {
    expect([await take(0), await take(0), await take(0)]).toEqual([0, 0, 0])
    expect(await take(1)).toBe(1)
    expect(await take(2)).toBe(0)
    expect(await take(3)).toBe(3)
    expect(await take(6)).toBe(0)
    expect(await take(6)).toBe(8)
    expect(await take(14)).toBe(0)
    expect(await take(14)).toBe(10)
    expect(await take(24)).toBe(0)
    expect(await take(24)).toBe(10)
  })

  it('does not count an attempt that it refused', async () => {
    for (let n = 0; n < 3; n++) await take(0)
    for (let n = 0; n < 10; n++) expect(await take(1)).toBe(1)
    expect(await take(2)).toBe(0)
  })

  it('lets exactly the free ones of fifty at once through', async () => {
    const waits = await Promise.all(Array.from({ length: 50 }, () => take(0)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
  })

  it('forgets who was quiet for long enough', async () => {
    for (let n = 0; n < 3; n++) await take(0)
    expect(await take(1)).toBeGreaterThan(0)
    expect([await take(3_700), await take(3_700), await take(3_700)]).toEqual([0, 0, 0])
    expect(await take(3_700)).toBe(2)
  })

  it('keeps subjects apart, and holds none of their names', async () => {
    for (let n = 0; n < 4; n++) await take(0, 'ann@example.com')
    expect(await take(0, 'bob@example.com')).toBe(0)
    const rows = await database.db.collection('attempt-counters').find({}).toArray()
    expect(JSON.stringify(rows)).not.toContain('example.com')
  })

  it('lets who took the last free one and was right go on at once', async () => {
    for (let n = 0; n < 3; n++) await take(0)
    await giveAttemptBack(database, policy, 'ann')
    expect(await take(0)).toBe(0)
    expect(await take(0)).toBe(2)
  })

  it('takes back what was right, and starts anew when told', async () => {
    for (let n = 0; n < 2; n++) await take(0)
    await giveAttemptBack(database, policy, 'ann')
    expect([await take(0), await take(0)]).toEqual([0, 0])
    expect(await take(0)).toBe(2)
    await forgetAttempts(database, policy, 'ann')
    expect(await take(0)).toBe(0)
  })
})
