import { z } from 'zod'
import { defineRecord } from './records'
import type { Tx } from './transaction'

const counterSchema = z.strictObject({ _id: z.string(), next: z.number().int() })

/** Gapless numbers, moved only by the sealing jobs: `invoice:2026`. */
export const counterRecord = defineRecord('counters', counterSchema)

/**
 * Takes `count` numbers in a row. A hot row: call it from a sealing job, never from an act that people wait for
 * (ARCHITECTURE, rule 7).
 * @returns the first of them.
 */
export async function takeNumbers(tx: Tx, name: string, count: number): Promise<number> {
  const counter = await tx.of(counterRecord).claim({ _id: name }, { $inc: { next: count } })
  if (counter) return counter.next - count
  await tx.of(counterRecord).insert({ _id: name, next: 1 + count })
  return 1
}
