import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Store } from './store'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-store-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const movement = (amountMinor: number) => ({
  createdAt: '2026-01-01T00:00:00.000Z',
  kind: 'charge' as const,
  currency: 'usd',
  amountMinor,
  source: 'ch_1',
  transaction: 'txn_1',
})

describe('the store of the simulator', () => {
  test('an act that throws leaves neither documents nor book lines behind', () => {
    const dir = folder()
    const store = new Store(dir)
    store.commit(() => store.put('settings', 'clock', { offsetMs: 1 }))
    expect(() =>
      store.commit(() => {
        store.put('settings', 'clock', { offsetMs: 2 })
        store.put('settings', 'other', { offsetMs: 3 })
        store.move(movement(100))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.all('settings')).toEqual([{ offsetMs: 1 }])
    expect(store.book()).toEqual([])
    expect(new Store(dir).all('settings')).toEqual([{ offsetMs: 1 }])
  })

  test('a torn last line is the only thing that a kill costs', () => {
    const dir = folder()
    const store = new Store(dir)
    store.commit(() => store.put('settings', 'a', { offsetMs: 1 }))
    appendFileSync(join(dir, 'journal.jsonl'), '{"puts":[["settings","b",{"offs')
    const again = new Store(dir)
    expect(again.all('settings')).toEqual([{ offsetMs: 1 }])
    again.commit(() => again.put('settings', 'c', { offsetMs: 3 }))
    expect(new Store(dir).all('settings')).toEqual([{ offsetMs: 1 }, { offsetMs: 3 }])
  })

  test('a damaged line in the middle stops the start instead of losing money in silence', () => {
    const dir = folder()
    const store = new Store(dir)
    store.commit(() => store.put('settings', 'a', { offsetMs: 1 }))
    appendFileSync(join(dir, 'journal.jsonl'), '{"puts":[["settings","b"]],"book":[]}\n')
    expect(() => new Store(dir)).toThrow('damaged')
  })

  test('the book file is completed from the journal when a kill came between the two', () => {
    const dir = folder()
    const store = new Store(dir)
    store.commit(() => store.move(movement(100)))
    store.commit(() => store.move(movement(-30)))
    const file = join(dir, 'book.jsonl')
    const whole = readFileSync(file, 'utf8')
    truncateSync(file, statSync(file).size - 60)
    expect(new Store(dir).balanceMinor('usd')).toBe(70)
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })

  test('a change outside of an act is a mistake', () => {
    const store = new Store(folder())
    expect(() => store.put('settings', 'a', { offsetMs: 1 })).toThrow('commit()')
  })
})
