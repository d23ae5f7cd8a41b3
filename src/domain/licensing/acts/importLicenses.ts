import { type Product, packageDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { keyring } from '@/platform/keyring'
import { hashesOfKey, parseLicenseKey } from '../key'
import { licenseRecord } from '../records'
import type { ImportRow } from './readImport'

/** What becomes of a row, in a dry run and for real alike. */
export interface RowOutcome {
  line: number
  outcome: 'new' | 'known' | 'refused'
  /** Why it is refused. */
  problem: string | null
  package: string | null
}

interface Import {
  /** The product whose packages the rows name. */
  product: Pick<Product, '_id' | 'seller'>
  rows: readonly ImportRow[]
}

export interface ImportPlan {
  outcomes: RowOutcome[]
  /** The licenses of other sellers that have a key of these rows. For our eyes: the outcomes do not tell. */
  foreign: string[]
}

/**
 * What an import would do, row by row, without doing it: which keys are new, which are known already (a second run of the
 * same file changes nothing), which name no package. Of a key that another seller has it says no more than that it cannot be
 * imported.
 */
export async function planImport(database: Database, { product, rows }: Import): Promise<ImportPlan> {
  const packages = await collectionOf(database, packageDocument).find({ product: product._id }).toArray()
  const ring = keyring()
  const parsed = rows.map((row) => parseLicenseKey(row.key, ring))
  const hashes = parsed.map((key) => (key.kind === 'malformed' ? [] : hashesOfKey(key.key, ring)))
  const known = await collectionOf(database, licenseRecord)
    .find({ 'keys.hash': { $in: hashes.flat() } }, { projection: { 'keys.hash': 1, product: 1, seller: 1 } })
    .toArray()
  const holderOf = new Map(known.flatMap((license) => license.keys.map(({ hash }) => [hash, license])))
  const foreign: string[] = []
  const outcomes = rows.map((row, index): RowOutcome => {
    const named = packages.find(({ _id, name }) => _id === row.package || name.en === row.package)
    const refuse = (problem: string): RowOutcome => ({
      line: row.line,
      outcome: 'refused',
      problem,
      package: named?._id ?? null,
    })
    if (parsed[index]?.kind !== 'imported') return refuse('The key begins as keys of this marketplace do.')
    if (!named) return refuse(`There is no package “${row.package}” of this product.`)
    const seats = row.seats ?? named.license.activations ?? null
    if (seats !== null && row.domains.length > seats)
      return refuse(`The row names ${row.domains.length} domains and has ${seats} seats.`)
    const holder = hashes[index]?.flatMap((hash) => holderOf.get(hash) ?? [])[0]
    if (holder && holder.seller !== product.seller) {
      foreign.push(holder._id)
      return refuse('This key cannot be imported here.')
    }
    if (holder && holder.product !== product._id)
      return refuse('The key is in use for another product of yours.')
    return { line: row.line, outcome: holder ? 'known' : 'new', problem: null, package: named._id }
  })
  return { outcomes, foreign }
}
