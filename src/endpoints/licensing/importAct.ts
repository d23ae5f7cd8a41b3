import { z } from 'zod'
import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { type Product, productDocument } from '@/domain/catalog/records'
import { importBatch, type PlannedRow } from '@/domain/licensing/acts/importBatch'
import { type ImportPlan, planImport, type RowOutcome } from '@/domain/licensing/acts/importLicenses'
import { noteForeign, spendForeign, spendRows } from '@/domain/licensing/acts/importLimits'
import { standingFor } from '@/domain/licensing/acts/mayAct'
import { type ImportRow, maxImportRows, readImport } from '@/domain/licensing/acts/readImport'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { isDuplicateKey, transact } from '@/platform/transaction'
import { t } from '@/platform/words'
import type { PanelCall } from '../panelAct'

export const importInput = z.strictObject({
  product: z.string().max(60),
  csv: z.string().min(1).max(900_000),
  /** Only says what would happen. */
  dryRun: z.boolean(),
  /** Of the readable rows, those from here on, so many: a file is imported in parts, and each says how far it came. */
  from: z.number().int().min(0).max(maxImportRows).default(0),
  most: z.number().int().min(1).max(maxImportRows).default(maxImportRows),
})

type ImportCall = PanelCall<z.infer<typeof importInput>>

/** So many rows are one transaction: far shorter than a transaction may live. */
const batchRows = 100

/** What was imported stays, whatever comes after it; a second run of the file does the rest. */
export async function runImport(call: ImportCall): Promise<object> {
  const { req, person, input } = call
  const database = databaseOf(req.payload)
  const product = await collectionOf(database, productDocument).findOne({ _id: input.product })
  if (!product) throw notFound('product')
  const standing = standingFor(person, product, 'import')
  const file = readImport(input.csv)
  const rows = file.rows.slice(input.from, input.from + input.most)
  if (standing === 'seller') await spendRows(database, product.seller, rows.length)
  const plan = await planImport(database, { product, rows })
  if (plan.foreign.length > 0) await tellOfForeign(call, { product, plan, standing })
  const refused = input.from === 0 ? file.refused.map(refusedOutcome) : []
  const outcomes = [...refused, ...plan.outcomes].sort((a, b) => a.line - b.line)
  const made = input.dryRun ? 0 : await importNew(call, product, rows, plan)
  const fresh = count(outcomes, 'new')
  return {
    rows: outcomes,
    imported: made,
    done: input.from + rows.length,
    total: file.rows.length,
    summary: input.dryRun
      ? t('panelLicenses.import.summary', {
          fresh,
          known: count(outcomes, 'known'),
          refused: count(outcomes, 'refused'),
        })
      : t('panelLicenses.import.imported', { count: made }),
    run: t('panelLicenses.import.run', { count: fresh }),
  }
}

const count = (outcomes: readonly RowOutcome[], outcome: RowOutcome['outcome']): number =>
  outcomes.filter((row) => row.outcome === outcome).length

const refusedOutcome = ({ line, problems }: { line: number; problems: string[] }): RowOutcome => ({
  line,
  outcome: 'refused',
  problem: problems.join(' '),
  package: null,
})

/** Written down before it is told, and not told where it is too much. */
async function tellOfForeign(
  { req, actor }: ImportCall,
  {
    product,
    plan,
    standing,
  }: { product: Product; plan: ImportPlan; standing: ReturnType<typeof standingFor> },
): Promise<void> {
  const database = databaseOf(req.payload)
  await transact(database, { actor }, (tx) => noteForeign(tx, { product, foreign: plan.foreign }))
  if (standing === 'seller') await spendForeign(database, product.seller, plan.foreign.length)
}

async function importNew(
  call: ImportCall,
  product: Product,
  rows: readonly ImportRow[],
  { outcomes }: ImportPlan,
): Promise<number> {
  const planned = rows.flatMap((row, index): PlannedRow[] => {
    const outcome = outcomes[index]
    return outcome?.outcome === 'new' && outcome.package ? [{ row, packageId: outcome.package }] : []
  })
  let made = 0
  for (let from = 0; from < planned.length; from += batchRows) {
    const batch = planned.slice(from, from + batchRows)
    made += (await importTogether(call, product, batch)) ?? (await importOneByOne(call, product, batch))
  }
  return made
}

/** null: somebody else imports one of these keys at the same time. */
async function importTogether(
  { req, actor }: ImportCall,
  product: Product,
  rows: readonly PlannedRow[],
): Promise<number | null> {
  try {
    return await transactDocuments(req.payload, { actor }, async (tx) => {
      const buyers = new Map<string, string>()
      const customerOf = async ({ email, name }: ImportRow) => {
        const id = buyers.get(email) ?? (await customerByEmail(tx, { email, name }))
        buyers.set(email, id)
        return id
      }
      const { length } = await importBatch(tx, { rows, customerOf })
      await tx.audit({
        act: 'license.import',
        target: { collection: 'products', id: product._id },
        after: { imported: length, lines: `${rows[0]?.row.line}–${rows.at(-1)?.row.line}` },
      })
      return length
    })
  } catch (error) {
    if (isDuplicateKey(error)) return null
    throw error
  }
}

async function importOneByOne(
  call: ImportCall,
  product: Product,
  rows: readonly PlannedRow[],
): Promise<number> {
  let made = 0
  for (const row of rows) made += (await importTogether(call, product, [row])) ?? 0
  return made
}
