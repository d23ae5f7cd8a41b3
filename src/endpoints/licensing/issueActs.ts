import type { Endpoint } from 'payload'
import { z } from 'zod'
import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { type Standing, standingFor } from '@/domain/licensing/acts/mayAct'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { now } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { oncePerKey } from '../idempotencyKey'
import { panelAct } from '../panelAct'
import { emailInput, reason } from './actInputs'
import { importInput, runImport } from './importAct'

const issueInput = z.strictObject({
  package: z.string().max(60),
  email: emailInput,
  name: z.string().trim().max(120).optional(),
  test: z.boolean().default(false),
  reason,
})

/** `/api/licenses/issue` and `/api/licenses/import`: licenses that nobody bought here (LIC-9, OPS-3). */
export const issueActs: Endpoint[] = [
  panelAct({
    path: '/issue',
    body: issueInput,
    run: ({ req, request, person, actor, input }) =>
      oncePerKey(request, {
        database: databaseOf(req.payload),
        owner: person.id,
        input,
        now: now(),
        run: (keep) =>
          transactDocuments(req.payload, { actor }, async (tx) => {
            const pkg = await tx.read(packageDocument).findOne({ _id: input.package })
            if (!pkg) throw notFound('package')
            await refuseStopped(tx, pkg.product, standingFor(person, pkg, 'issue'))
            const customerId = await customerByEmail(tx, { email: input.email, name: input.name ?? null })
            const { test, reason } = input
            const license = await issueByHand(tx, { packageId: pkg._id, customerId, test, reason })
            const answer = { id: license._id, maskedKey: license.maskedKey }
            await keep(tx, answer)
            return answer
          }),
      }),
  }),
  panelAct({ path: '/import', body: importInput, run: runImport }),
]

/**
 * What we stopped, its seller gives to nobody; an archived product is only not sold any more, and a draft is tried out.
 * @throws CodedError 409 `product_stopped`.
 */
async function refuseStopped(tx: Pick<Tx, 'read'>, id: string, standing: Standing): Promise<void> {
  const product = await tx.read(productDocument).findOne({ _id: id })
  if (standing === 'seller' && (product?.status === 'suspended' || product?.status === 'rejected'))
    throw conflict('product_stopped', `This product is ${product.status}: no license of it is issued.`)
}
