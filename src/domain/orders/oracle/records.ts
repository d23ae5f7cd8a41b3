import { z } from 'zod'
import { actorSchema } from '@/platform/audit'
import { defineRecord } from '@/platform/records'

export const oracleRunStates = ['queued', 'running', 'green', 'late', 'red', 'failed'] as const
export const oracleTriggers = ['nightly', 'panel'] as const

/** So many rows are kept by name; `wrong` and `tardy` count them all. */
export const keptProblems = 500

const problemSchema = z.strictObject({
  invariant: z.string(),
  row: z.string(),
  detail: z.string(),
  late: z.literal(true).optional(),
})

const oracleRunSchema = z.strictObject({
  _id: z.string(),
  trigger: z.enum(oracleTriggers),
  requestedBy: actorSchema,
  state: z.enum(oracleRunStates),
  /** While it runs: how many checks are done, of how many, and which it is at. */
  progress: z.strictObject({ done: z.number().int(), total: z.number().int(), check: z.string() }).nullable(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      wrong: z.number().int(),
      late: z.number().int(),
      ms: z.number().int(),
      error: z.string().nullable(),
    }),
  ),
  wrong: z.number().int(),
  tardy: z.number().int(),
  problems: z.array(problemSchema),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
})
export type OracleRun = z.infer<typeof oracleRunSchema>

/** One look of the oracle at everything, with what it found. */
export const oracleRunRecord = defineRecord('oracle-runs', oracleRunSchema, {
  indexes: [
    { name: 'created', keys: { createdAt: -1 } },
    { name: 'clean', keys: { finishedAt: 1 }, expireAfterSeconds: 90 * 86_400 },
    {
      name: 'one_open',
      keys: { trigger: 1, state: 1 },
      unique: true,
      partialFilterExpression: { state: 'queued' },
    },
  ],
})
