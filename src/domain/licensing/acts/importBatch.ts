import { assertNotBraked } from '@/platform/brake'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { parseLicenseKey } from '../key'
import { earlier, hasEnded, windowsOf } from '../licenseWindows'
import { type LicenseGrant, newLicense } from '../newLicense'
import { type License, type LicensePlace, licenseHistoryRecord, licenseRecord } from '../records'
import { grantOf } from './issueByHand'
import type { ImportRow } from './readImport'

/** A row that the plan calls new. */
export interface PlannedRow {
  row: ImportRow
  packageId: string
}

/**
 * Imports keys, in the transaction given: licenses and their places, all of the batch or none. The unique hash of a key makes
 * a second import of it impossible: who meets a duplicate imports the rows one by one. The customers are not mailed: who
 * brings two thousand keys writes to their owners themselves.
 * @param customerOf the buyer's id by an address; asked once for each row.
 * @throws CodedError 409 books_frozen.
 */
export async function importBatch(
  tx: Tx,
  { rows, customerOf }: { rows: readonly PlannedRow[]; customerOf: (row: ImportRow) => Promise<string> },
): Promise<License[]> {
  await assertNotBraked(tx)
  const grants = new Map<string, Awaited<ReturnType<typeof grantOf>>>()
  const licenses: License[] = []
  for (const { row, packageId } of rows) {
    const grant = grants.get(packageId) ?? (await grantOf(tx, packageId))
    grants.set(packageId, grant)
    licenses.push(importedLicense(tx.now, { row, grant: { ...grant, customer: await customerOf(row) } }))
  }
  await step('license.import.licenses', () => tx.of(licenseRecord).insertMany(licenses))
  const history = licenses.map((license) =>
    historyRow(tx, license, { kind: 'created', data: { by: 'import', places: license.places.length } }),
  )
  await step('license.import.history', () => tx.of(licenseHistoryRecord).insertMany(history))
  return licenses
}

function importedLicense(
  now: Date,
  { row, grant }: { row: ImportRow; grant: Omit<LicenseGrant, 'test'> },
): License {
  const parsed = parseLicenseKey(row.key, keyring())
  const seats = row.seats ?? grant.seats
  const sold = windowsOf(grant.terms, now, grant.trialDays)
  const license = newLicense(now, {
    ...grant,
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
  const places = row.domains.map((domain) => placeOn(domain, now))
  return {
    ...license,
    // Ended long ago, elsewhere: nobody is told of it today.
    ...(hasEnded(license.expiresAt, license.terms.graceDays, now) ? { status: 'expired' } : {}),
    places,
    seatsTaken: places.length,
  }
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
