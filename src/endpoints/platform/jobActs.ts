import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole } from '@/domain/accounts/rights'
import { databaseOf } from '@/platform/documentTransaction'
import { forbidden } from '@/platform/errors'
import { startJob } from '@/platform/jobStates'
import { transact } from '@/platform/transaction'
import { panelAct } from '../panelAct'

/** `/api/job-states/:id/start`: a job out of turn, by an admin with a reason; a worker does it. */
export const jobActs: Endpoint[] = [
  panelAct({
    path: '/:id/start',
    body: z.strictObject({ reason: z.string().trim().min(3).max(1_000) }),
    run: async ({ req, person, actor, id, input }) => {
      if (!hasStaffRole(person, 'admin')) throw forbidden()
      await transact(databaseOf(req.payload), { actor }, (tx) =>
        startJob(tx, { name: id, reason: input.reason }),
      )
      return { job: id }
    },
  }),
]
