import { packageDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { hashesOfKey, parseLicenseKey } from '../key'
import { earlier, hasEnded, windowsOf } from '../licenseWindows'
import { newLicense } from '../newLicense'
import { type License, type LicensePlace, licenseHistoryRecord, licenseRecord } from '../records'
import { grantOf } from './issueByHand'
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
  productId: string
  rows: readonly ImportRow[]
}

/**
 * What an import would do, row by row, without doing it: which keys are new, which are known already (a second run of the
 * same file changes nothing), which name no package.
 */
export async function planImport(database: Database, { productId, rows }: Import): Promise<RowOutcome[]> {
  const packages = await collectionOf(database, packageDocument).find({ product: productId }).toArray()
  const ring = keyring()
  const parsed = rows.map((row) => parseLicenseKey(row.key, ring))
  const hashes = parsed.map((key) => (key.kind === 'malformed' ? [] : hashesOfKey(key.key, ring)))
  const known = await collectionOf(database, licenseRecord)
    .find({ 'keys.hash': { $in: hashes.flat() } }, { projection: { 'keys.hash': 1, product: 1 } })
    .toArray()
  const productOf = new Map(known.flatMap(({ keys, product }) => keys.map(({ hash }) => [hash, product])))
  return rows.map((row, index) => {
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
    const taken = hashes[index]?.flatMap((hash) => productOf.get(hash) ?? [])[0]
    if (taken !== undefined && taken !== productId) return refuse('The key is in use for another product.')
    return {
      line: row.line,
      outcome: taken === undefined ? 'new' : 'known',
      problem: null,
      package: named._id,
    }
  })
}

/**
 * Imports one key, in the transaction given: license and its places. The unique hash of the key makes a second import of
 * it impossible. The customer is not mailed: who brings two thousand keys writes to their owners themselves.
 */
export async function importLicense(
  tx: Tx,
  { row, packageId, customerId }: { row: ImportRow; packageId: string; customerId: string },
): Promise<License> {
  const grant = await grantOf(tx, packageId)
  const parsed = parseLicenseKey(row.key, keyring())
  const seats = row.seats ?? grant.seats
  const sold = windowsOf(grant.terms, tx.now, grant.trialDays)
  const license = newLicense(tx.now, {
    ...grant,
    customer: customerId,
    test: false,
    billing: 'one-time',
    seats,
    terms: { ...grant.terms, activations: seats },
    importedKey: parsed.kind === 'malformed' ? row.key : parsed.key,
    windows: {
      expiresAt: row.expiresAt,
      updatesUntil: row.updatesUntil
        ? earlier(row.updatesUntil, row.expiresAt)
        : (row.expiresAt ?? sold.updatesUntil),
      supportUntil: row.expiresAt ?? sold.supportUntil,
    },
  })
  const places = row.domains.map((domain) => placeOn(domain, tx.now))
  const imported: License = {
    ...license,
    // Ended long ago, elsewhere: nobody is told of it today.
    ...(hasEnded(license.expiresAt, license.terms.graceDays, tx.now) ? { status: 'expired' } : {}),
    places,
    seatsTaken: places.length,
  }
  await tx.of(licenseRecord).insert(imported)
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, imported, { kind: 'created', data: { by: 'import', places: places.length } }))
  return imported
}

const placeOn = (domain: string, now: Date): LicensePlace => ({
  id: newId('act'),
  publicId: newId('pub'),
  domain,
  fingerprint: null,
  environment: 'production',
  seat: true,
  label: null,
  firstSeenAt: now,
  lastSeenAt: now,
})
