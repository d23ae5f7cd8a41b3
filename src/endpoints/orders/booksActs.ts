import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, type Person } from '@/domain/accounts/rights'
import { askProvider } from '@/domain/orders/oracle/askProvider'
import { releaseBrake, wakeWaiting } from '@/domain/orders/oracle/oracleBrake'
import { requestRun } from '@/domain/orders/oracle/oracleRuns'
import { databaseOf } from '@/platform/documentTransaction'
import { forbidden } from '@/platform/errors'
import { now } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { panelAct } from '../panelAct'

/** `/api/oracle-runs/check`, `/ask/{order}` and `/release`: the buttons of the page of the books, for finance. */
export const booksActs: Endpoint[] = [
  panelAct({
    path: '/check',
    body: z.strictObject({}),
    run: async ({ req, person, actor }) => {
      assertMay(person)
      return { run: await requestRun(databaseOf(req.payload), { trigger: 'panel', actor }) }
    },
  }),
  panelAct({
    path: '/ask/:id',
    body: z.strictObject({}),
    run: async ({ req, person, actor, id }) => {
      assertMay(person)
      await askProvider(databaseOf(req.payload), { orderId: id, actor })
      return { order: id }
    },
  }),
  panelAct({
    path: '/release',
    body: z.strictObject({
      reason: z.string().trim().min(3).max(1_000),
      accept: z.boolean().default(false),
    }),
    run: async ({ req, person, actor, input }) => {
      assertMay(person)
      const database = databaseOf(req.payload)
      await transact(database, { actor }, (tx) => releaseBrake(tx, input))
      await wakeWaiting(database, now())
      return { released: true }
    },
  }),
]

function assertMay(person: Person): void {
  if (!hasStaffRole(person, 'finance')) throw forbidden()
}
