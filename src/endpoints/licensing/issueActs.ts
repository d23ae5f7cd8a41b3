import type { Endpoint } from 'payload'
import { z } from 'zod'
import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { importLicense, planImport, type RowOutcome } from '@/domain/licensing/acts/importLicenses'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { type Standing, standingFor } from '@/domain/licensing/acts/mayAct'
import { type ImportRow, readImport } from '@/domain/licensing/acts/readImport'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import { t } from '@/platform/words'
import { type PanelCall, panelAct } from '../panelAct'
import { emailInput, reason } from './actInputs'

const issueInput = z.strictObject({
  package: z.string().max(60),
  email: emailInput,
  name: z.string().trim().max(120).optional(),
  test: z.boolean().default(false),
  reason,
})

const importInput = z.strictObject({
  product: z.string().max(60),
  csv: z.string().min(1).max(900_000),
  /** Only says what would happen. */
  dryRun: z.boolean(),
})

/** `/api/licenses/issue` and `/api/licenses/import`: licenses that nobody bought here (LIC-9, OPS-3). */
export const issueActs: Endpoint[] = [
  panelAct({
    path: '/issue',
    body: issueInput,
    run: ({ req, person, actor, input }) =>
      transactDocuments(req.payload, { actor }, async (tx) => {
        const pkg = await tx.read(packageDocument).findOne({ _id: input.package })
        if (!pkg) throw notFound('package')
        const standing = standingFor(person, pkg, 'issue')
        await refuseStopped(tx, pkg.product, standing)
        const customerId = await customerByEmail(tx, { email: input.email, name: input.name ?? null })
        const license = await issueByHand(tx, {
          packageId: pkg._id,
          customerId,
          test: input.test,
          reason: input.reason,
        })
        return { id: license._id, maskedKey: license.maskedKey }
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

type ImportCall = PanelCall<z.infer<typeof importInput>>

/** Each row is an act of its own: one that fails loses no other, and a second run of the file does the rest. */
async function runImport({ req, person, actor, input }: ImportCall): Promise<object> {
  const database = databaseOf(req.payload)
  const product = await collectionOf(database, productDocument).findOne({ _id: input.product })
  if (!product) throw notFound('product')
  standingFor(person, product, 'import')
  const { rows, refused } = readImport(input.csv)
  const planned = await planImport(database, { productId: product._id, rows })
  const outcomes: RowOutcome[] = [
    ...refused.map(({ line, problems }) => ({
      line,
      outcome: 'refused' as const,
      problem: problems.join(' '),
      package: null,
    })),
    ...planned,
  ].sort((a, b) => a.line - b.line)
  const made = input.dryRun ? 0 : await importNew({ req, actor }, rows, planned)
  const count = (outcome: RowOutcome['outcome']) => outcomes.filter((row) => row.outcome === outcome).length
  const fresh = count('new')
  if (made > 0)
    await transact(database, { actor }, (tx) =>
      tx.audit({
        act: 'license.import',
        target: { collection: 'products', id: product._id },
        after: { imported: made, known: count('known'), refused: count('refused') },
      }),
    )
  return {
    rows: outcomes,
    imported: made,
    summary: input.dryRun
      ? t('panelLicenses.import.summary', { fresh, known: count('known'), refused: count('refused') })
      : t('panelLicenses.import.imported', { count: made }),
    run: t('panelLicenses.import.run', { count: fresh }),
  }
}

async function importNew(
  { req, actor }: Pick<ImportCall, 'req' | 'actor'>,
  rows: readonly ImportRow[],
  planned: readonly RowOutcome[],
): Promise<number> {
  let made = 0
  for (const [index, row] of rows.entries()) {
    const plan = planned[index]
    if (plan?.outcome !== 'new' || !plan.package) continue
    const packageId = plan.package
    try {
      await transactDocuments(req.payload, { actor }, async (tx) =>
        importLicense(tx, {
          row,
          packageId,
          customerId: await customerByEmail(tx, { email: row.email, name: row.name }),
        }),
      )
      made++
    } catch (error) {
      // Somebody else imported the same key at the same time.
      if (!isDuplicateKey(error)) throw error
    }
  }
  return made
}
