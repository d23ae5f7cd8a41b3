import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, isMemberOf, type Person } from '@/domain/accounts/rights'
import { publishRelease } from '@/domain/catalog/publishRelease'
import { releaseDocument } from '@/domain/catalog/records'
import { withdrawRelease } from '@/domain/catalog/withdrawRelease'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { panelAct } from '../panelAct'

/** `/api/releases/:id/publish` and `/withdraw`: editors, and owners and developers for releases of their own. */
export const releaseActs: Endpoint[] = [
  panelAct({
    path: '/:id/publish',
    body: z.strictObject({}),
    run: ({ req, person, actor, id }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        await assertMay(tx, person, id)
        await publishRelease(tx, { releaseId: id })
        return { id, status: 'published' }
      }),
  }),
  panelAct({
    path: '/:id/withdraw',
    body: z.strictObject({ reason: z.string().trim().min(3).max(2_000) }),
    run: ({ req, person, actor, id, input }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        await assertMay(tx, person, id)
        await withdrawRelease(tx, { releaseId: id, reason: input.reason })
        return { id, status: 'withdrawn' }
      }),
  }),
]

async function assertMay(tx: DocumentTx, person: Person, id: string): Promise<void> {
  if (hasStaffRole(person, 'editor')) return
  const release = await tx.read(releaseDocument).findOne({ _id: id })
  if (!release || !isMemberOf(person, release.seller, 'owner', 'developer')) throw notFound('release')
}
