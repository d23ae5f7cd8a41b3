import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OddOperations } from './testing/oddThread'
import { WorkThread, type WorkThreadOptions } from './workThread'

process.env.LOG_LEVEL ??= 'silent'
const module = path.resolve(import.meta.dirname, 'testing/oddThread.ts')
/** The answer of a thread that has to be started first, on a slow machine. */
const patient = { name: 'odd', module, data: null, patienceMs: 60_000, silenceMs: 60_000 }

let thread: WorkThread<OddOperations>
const start = (options: Partial<WorkThreadOptions> = {}) => {
  thread = new WorkThread<OddOperations>({ ...patient, ...options })
  return thread
}
const answers = () => thread.ask('echo', { words: 'still here', at: new Date(0) })

afterEach(() => thread.stop())

describe('a thread that works for this one [ARCHITECTURE, rules that keep it fast]', () => {
  it('answers with what its operation gave, dates included, and tells of itself', async () => {
    start()
    const said = { words: 'hello', at: new Date('2026-05-01') }
    expect(await thread.ask('echo', said)).toEqual(said)
    await vi.waitFor(() => expect(thread.figures.own).toEqual({ answers: 42 }), { timeout: 30_000 })
    expect(thread.figures).toMatchObject({ isUp: 1, restarts: 0, underWay: 0, waiting: 0 })
  })

  it('hands on a refusal as it was, and a fault as a fault', async () => {
    start()
    await expect(thread.ask('refuse', 'too_odd')).rejects.toMatchObject({
      status: 422,
      code: 'too_odd',
      errors: [{ path: 'a' }],
    })
    const fault = await thread.ask('stumble', undefined).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(Error)
    expect(fault).toMatchObject({ message: 'a fault inside' })
    expect(fault).not.toHaveProperty('code')
  })

  it('when it dies, whose question it had is told, and the next question is answered by its successor', async () => {
    start()
    const dying = Promise.allSettled([thread.ask('sleep', undefined), thread.ask('die', undefined)])
    for (const { reason } of (await dying) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ status: 503, code: 'odd_unavailable', retryAfterSeconds: 2 })
    expect(await answers()).toMatchObject({ words: 'still here' })
    expect(thread.figures.restarts).toBe(1)
  })

  it('a question that came while it was away waits for its successor', async () => {
    start({ restartDelaysMs: [300] })
    await expect(thread.ask('die', undefined)).rejects.toThrow()
    const asked = [answers(), answers()]
    expect(thread.figures.waiting).toBe(2)
    expect(await Promise.all(asked)).toHaveLength(2)
  })

  it('where its return is too far away, the refusal comes at once', async () => {
    start({ restartDelaysMs: [600_000] })
    await expect(thread.ask('die', undefined)).rejects.toThrow()
    await expect(answers()).rejects.toMatchObject({ code: 'odd_unavailable' })
  })

  it('one that hangs is ended and replaced', async () => {
    start({ silenceMs: 8_000 })
    await answers()
    await expect(thread.ask('hang', undefined)).rejects.toMatchObject({ code: 'odd_unavailable' })
    await vi.waitFor(async () => expect(await answers()).toMatchObject({ words: 'still here' }), {
      timeout: 60_000,
    })
  }, 90_000)

  it('a question that takes too long is given up, and the thread goes on', async () => {
    start({ patienceMs: 2_500 })
    await vi.waitFor(answers, { timeout: 60_000 })
    await expect(thread.ask('sleep', undefined)).rejects.toMatchObject({ status: 503, code: 'odd_timeout' })
    await vi.waitFor(answers, { timeout: 60_000 })
    expect(thread.figures.restarts).toBe(0)
  }, 90_000)

  it('more than may wait are refused at once', async () => {
    start({ mostWaiting: 3 })
    const asked = [answers(), answers(), answers()]
    await expect(answers()).rejects.toMatchObject({ status: 503, code: 'odd_busy' })
    expect(await Promise.all(asked)).toHaveLength(3)
    expect(thread.figures.refused).toBe(1)
  })

  it('no more than it may have at once are sent', async () => {
    start({ mostUnderWay: 1 })
    await answers()
    const told = Promise.allSettled([thread.ask('sleep', undefined), answers()])
    expect(thread.figures).toMatchObject({ underWay: 1, waiting: 1 })
    await thread.stop()
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('questions wait until it has prepared itself, and so does whoever warms it', async () => {
    start({ data: 'slow' })
    const asked = thread.ask('isPrepared', undefined)
    expect(await thread.warm(1)).toBe(false)
    expect(await thread.warm(60_000)).toBe(true)
    expect(await asked).toBe(true)
    expect(await thread.warm(0)).toBe(true)
  })

  it('where that fails it takes questions all the same, and tries again by itself', async () => {
    start({ data: 1 })
    expect(await thread.warm(60_000)).toBe(true)
    expect(await answers()).toMatchObject({ words: 'still here' })
    await vi.waitFor(async () => expect(await thread.ask('isPrepared', undefined)).toBe(true), {
      timeout: 60_000,
    })
    expect(thread.figures.restarts).toBe(0)
  }, 90_000)

  it('whoever warms one that never comes up, or is stopped, waits no longer than that', async () => {
    start({ module: path.resolve('nowhere.ts'), restartDelaysMs: [600_000] })
    expect(await thread.warm(300)).toBe(false)
    const warmed = thread.warm(600_000)
    await thread.stop()
    expect(await warmed).toBe(false)
  })

  it('a stop tells who waits, ends the thread, and nothing is asked of it any more', async () => {
    start()
    await answers()
    const waiting = thread.ask('sleep', undefined).catch((error: unknown) => error)
    await thread.stop()
    expect(await waiting).toMatchObject({ code: 'odd_unavailable' })
    await expect(answers()).rejects.toMatchObject({ code: 'odd_unavailable' })
  })
})
