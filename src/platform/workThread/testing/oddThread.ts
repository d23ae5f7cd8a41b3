import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { CodedError, invariant } from '@/platform/errors'
import { serveThread } from '../serveThread'

invariant(parentPort, 'this module runs as a thread')

/** How often its preparation fails, or `slow`: takes a second and a half. */
const preparation: unknown = workerData
let failures = typeof preparation === 'number' ? preparation : 0
let isPrepared = false

const never = new Promise<never>(() => undefined)

/** A thread with every bad habit, for tests. */
const oddOperations = {
  echo: async (said: { words: string; at: Date }) => said,
  isPrepared: async () => isPrepared,
  refuse: async (code: string): Promise<never> => {
    throw new CodedError({
      status: 422,
      code,
      detail: 'No.',
      errors: [{ path: 'a', code: 'b', message: 'c' }],
    })
  },
  stumble: async (): Promise<never> => {
    throw new TypeError('a fault inside')
  },
  /** Ends the thread while it answers. */
  die: async (): Promise<never> => process.exit(3),
  sleep: async (): Promise<never> => never,
  /** Says nothing any more. */
  hang: async (): Promise<never> => {
    for (;;);
  },
}
export type OddOperations = typeof oddOperations

serveThread({
  port: parentPort,
  operations: oddOperations,
  async prepare() {
    if (failures-- > 0) throw new Error('not yet')
    if (preparation === 'slow') await sleep(1_500)
    isPrepared = true
  },
  figures: () => ({ answers: 42 }),
  stop: async () => undefined,
})
