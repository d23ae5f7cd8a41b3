import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EventLog } from '../events'
import { apiRoutes } from '../resources/table'
import { Clock } from '../state/clock'
import { Store } from '../state/store'
import { explain, storedDescription } from './description'
import { keptPaths } from './kept'

const refund = { id: 're_1', object: 'refund', amount: 5, created: 1, currency: 'usd' }

describe("the provider's description", () => {
  test('names every route that is simulated, and no route is kept without being simulated', () => {
    const kept = Object.entries(keptPaths).flatMap(([path, methods]) =>
      methods.map((method) => `${method} ${path}`),
    )
    expect(apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(kept.toSorted())
  })

  test('is the version that the README and the types of the documents speak of', () => {
    expect(storedDescription().version).toBe('2026-08-26.dahlia')
  })

  test.each([
    ['a whole object', {}, ''],
    ['a misspelled field', { ammount: 5 }, 'ammount'],
    ['a text for a number', { amount: '5' }, 'must be integer'],
    ['an expansion that is not kept', { transfer_reversal: { id: 'trr_1' } }, '/transfer_reversal'],
  ])('%s of an answer is told', (_, change, difference) => {
    const validate = storedDescription().object('refund')
    expect(validate({ ...refund, ...change })).toBe(difference === '')
    expect(explain(validate.errors)).toContain(difference)
  })

  test('an event with an object that breaks its schema is not recorded', () => {
    const dir = mkdtempSync(join(tmpdir(), 'simulator-events-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const store = new Store(dir)
    const events = new EventLog(store, new Clock(), storedDescription())
    const emit = (object: { object: string }) => store.commit(() => events.emit('refund.created', object))
    expect(() => emit({ ...refund, ...{ ammount: 5 } })).toThrow('breaks its schema')
    expect(store.all('events')).toEqual([])
    emit(refund)
    expect(store.all('events')).toHaveLength(1)
  })
})
