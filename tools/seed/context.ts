import type { Payload } from 'payload'
import { type Actor, systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import type { FileStorage } from '@/platform/fileStorage'
import type { Stripe } from '@/platform/stripe'

export interface SeedContext {
  payload: Payload
  database: Database
  stripe: Stripe
  /** null: a real provider is set, so nothing is ordered. */
  simulatorUrl: string | null
  storage: FileStorage
  publicUrl: string
  /** Told one line per step. */
  progress(line: string): void
  /** Stops between two acts, with the clock put back; the next run goes on from there. */
  signal?: AbortSignal
}

export const seedActor: Actor = systemActor('demo data')

const dayMs = 86_400_000
export const daysBefore = (anchor: Date, days: number): Date => new Date(anchor.getTime() - days * dayMs)

/** One act of the demo at a time of the past. */
export const actAt = <T>(
  { payload }: Pick<SeedContext, 'payload'>,
  now: Date,
  work: (tx: DocumentTx) => Promise<T>,
): Promise<T> => transactDocuments(payload, { actor: seedActor, now }, work)

/** Runs the work for each, a few side by side: hashing and commits wait more than they compute. */
export async function forEachAtOnce<T>(
  values: readonly T[],
  atOnce: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const left = [...values]
  const run = async () => {
    for (let value = left.shift(); value !== undefined; value = left.shift()) await work(value)
  }
  await Promise.all(Array.from({ length: atOnce }, run))
}
