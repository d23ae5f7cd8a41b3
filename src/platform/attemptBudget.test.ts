import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { type BudgetPolicy, spendBudget } from './attemptBudget'
import { addSeconds } from './time'

const database = await testDatabase()
beforeEach(() => emptyDatabase(database))

const policy: BudgetPolicy = { scope: 'test', most: 100, windowSeconds: 3_600, detail: 'Too many.' }
const start = new Date('2026-05-04T10:00:00Z')
const spend = (amount: number, seconds = 0, subject = 'ann') =>
  spendBudget(database, policy, subject, amount, addSeconds(start, seconds)).then(
    () => 0,
    (error: { retryAfterSeconds: number }) => error.retryAfterSeconds,
  )

describe('a budget [LIC-8]', () => {
  it('is taken whole or not at all, until its window ends', async () => {
    expect([await spend(60), await spend(41, 600), await spend(40, 600), await spend(1, 700)]).toEqual([
      0, 3_000, 0, 2_900,
    ])
    expect(await spend(100, 3_600)).toBe(0)
    expect(await spend(1, 3_601)).toBe(3_599)
  })

  it('of fifty at once exactly what is there passes, and others have their own', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => spend(7)))
    expect(all.filter((wait) => wait === 0)).toHaveLength(14)
    expect(await spend(100, 0, 'bob')).toBe(0)
  })
})
