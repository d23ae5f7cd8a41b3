import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { systemActor } from './actor'
import { collectionOf } from './database'
import { answerOnce, idempotentAnswerRecord } from './idempotency'
import { addSeconds } from './time'
import { transact } from './transaction'

const database = await testDatabase()
const now = new Date('2026-06-01T12:00:00Z')
let ran = 0

beforeEach(async () => {
  await emptyDatabase(database)
  ran = 0
})

const once = (fields: Partial<Parameters<typeof answerOnce>[0]> = {}) =>
  answerOnce({
    database,
    scope: 'activate lic_1',
    key: 'k1',
    request: { domain: 'a.net' },
    now,
    run: async () => ({ ran: ++ran }),
    ...fields,
  })

describe('an act under an Idempotency-Key', () => {
  it('the same request again is answered as it was, for a day', async () => {
    expect(await once()).toEqual({ ran: 1 })
    expect(await once({ now: addSeconds(now, 86_399) })).toEqual({ ran: 1 })
    expect(await once({ now: addSeconds(now, 86_400) })).toEqual({ ran: 2 })
  })

  it('another request with the key is refused', async () => {
    await once()
    const other = once({ request: { domain: 'b.net' } })
    await expect(other).rejects.toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    expect(ran).toBe(1)
  })

  it('another key, or the same key of somebody else, is another act', async () => {
    await once()
    expect(await once({ key: 'k2' })).toEqual({ ran: 2 })
    expect(await once({ scope: 'activate lic_2' })).toEqual({ ran: 3 })
  })

  it('of two hundred at once one runs, and the others are told to wait or are told its answer', async () => {
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => once()))
    expect(ran).toBe(1)
    for (const result of results)
      if (result.status === 'fulfilled') expect(result.value).toEqual({ ran: 1 })
      else expect(result.reason).toMatchObject({ status: 409, code: 'idempotency_in_progress' })
  })

  it('what failed is forgotten and may be tried again, also with another request', async () => {
    const failing = once({ run: () => Promise.reject(new Error('the database went away')) })
    await expect(failing).rejects.toThrow('went away')
    expect(await once({ request: { domain: 'b.net' } })).toEqual({ ran: 1 })
  })

  it('one that never ended, as in a crash, may be tried again after a minute', async () => {
    void once({ run: () => new Promise(() => undefined) })
    await expect.poll(() => collectionOf(database, idempotentAnswerRecord).countDocuments({})).toBe(1)
    await expect(once({ now: addSeconds(now, 59) })).rejects.toMatchObject({
      code: 'idempotency_in_progress',
    })
    expect(await once({ now: addSeconds(now, 60) })).toEqual({ ran: 1 })
  })

  it('what is kept names neither key nor request', async () => {
    await once({ key: 'my-secret-key', request: { domain: 'private.example.com' } })
    const rows = JSON.stringify(await collectionOf(database, idempotentAnswerRecord).find().toArray())
    expect(rows).not.toMatch(/my-secret-key|private\.example/)
  })

  it('an answer that was kept in the transaction outlives a process that dies right after it', async () => {
    const dies = once({
      run: async (keep) => {
        await transact(database, { actor: systemActor('test') }, (tx) => keep(tx, { ran: ++ran }))
        throw new Error('killed')
      },
    })
    await expect(dies).rejects.toThrow('killed')
    expect(await once({ now: addSeconds(now, 61) })).toEqual({ ran: 1 })
  })

  it('an act that took so long that another began is undone', async () => {
    const slow = once({
      run: async (keep) => {
        expect(await once({ now: addSeconds(now, 61) })).toEqual({ ran: 1 })
        await transact(database, { actor: systemActor('test') }, (tx) => keep(tx, { ran: 99 }))
        return { ran: 99 }
      },
    })
    await expect(slow).rejects.toMatchObject({ code: 'idempotency_in_progress' })
    expect(await once({ now: addSeconds(now, 62) })).toEqual({ ran: 1 })
  })
})
