import { randomBytes } from 'node:crypto'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { log } from './logs'
import { figuresNow } from './processFigures'
import { defineRecord } from './records'

export const processKinds = ['edge', 'web', 'worker'] as const
export type ProcessKind = (typeof processKinds)[number]

const processStateSchema = z.strictObject({
  _id: z.string(),
  kind: z.enum(processKinds),
  host: z.string(),
  pid: z.number().int(),
  /** By the machine's clock, which no test moves: it is about processes, not about the shop. */
  startedAt: z.date(),
  seenAt: z.date(),
  /** It said that it stops. */
  stoppedAt: z.date().nullable(),
  figures: z.record(z.string(), z.number()),
})
export type ProcessState = z.infer<typeof processStateSchema>

/** The processes that run, or lately ran: each tells of itself every few seconds. */
export const processStateRecord = defineRecord('process-states', processStateSchema, {
  indexes: [{ name: 'clean', keys: { seenAt: 1 }, expireAfterSeconds: 86_400 }],
})

const beatMs = 5_000
const goodbyeMs = 1_000
/** Who was not heard of for so long, and did not say goodbye, is gone or hangs. */
export const silentAfterMs = 20_000

/**
 * Tells of this process until it stops. A beat that is missed is told by the log and made good by the next.
 * @returns says goodbye.
 */
export async function startHeartbeat(
  database: Database,
  kind: ProcessKind,
  everyMs = beatMs,
): Promise<() => Promise<void>> {
  const states = collectionOf(database, processStateRecord)
  const host = os.hostname()
  const _id = `${kind}:${host}:${process.pid}:${randomBytes(4).toString('hex')}`
  const startedAt = new Date()
  const beat = async () => {
    const fields = { kind, host, pid: process.pid, startedAt, stoppedAt: null }
    const seen = { ...fields, seenAt: new Date(), figures: await figuresNow() }
    await states.updateOne({ _id }, { $set: seen }, { upsert: true })
  }
  const beatOrTell = () =>
    beat().catch((error) => log(kind).warn({ err: error }, 'the process could not tell that it is alive'))
  await beatOrTell()
  const timer = setInterval(() => void beatOrTell(), everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    const at = new Date()
    const said = states
      .updateOne({ _id }, { $set: { stoppedAt: at, seenAt: at } })
      .catch((error) => log(kind).warn({ err: error }, 'the process could not say goodbye'))
    // A database that is away must not hold up the stop.
    await Promise.race([said, sleep(goodbyeMs, undefined, { ref: false })])
  }
}
