import { releaseDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { type JudgedLicense, judgedFields, licensePlaceRecord, licenseRecord } from './records'

/** Where verdicts get a license from; edge puts its live cache in between. */
export interface LicenseSource {
  /**
   * By any of the hashes of one key. With the product that asks, a license of another one costs a read of the database
   * even where it lies in memory: a stranger's key and one that does not exist take the same way.
   */
  findByHash(hashes: readonly string[], product?: string | null): Promise<JudgedLicense | null>
  /**
   * @param isWhole what the caller knows to be in the license, if it was not taken out again: a copy in memory without it
   *   may be from before it came in, and is read once more.
   */
  findById(id: string, isWhole?: (license: JudgedLicense) => boolean): Promise<JudgedLicense | null>
  /** By the public id of one of its places. */
  findByPublicId(publicId: string): Promise<JudgedLicense | null>
  /** By the hashes of one key, if it lies in memory and is true now; the answer is there at once. */
  peek?(hashes: readonly string[]): JudgedLicense | undefined
  /** Whether it was read before the database went away, and may have changed since. */
  isStale?(license: JudgedLicense): boolean
}

/** Names of whole fields only: those MongoDB picks out as they lie, without taking the record apart. */
export const judged = { projection: Object.fromEntries(judgedFields.map((name) => [name, 1 as const])) }

/** Straight from the database, one read. */
export function databaseLicenses(database: Database): LicenseSource {
  const licenses = collectionOf(database, licenseRecord)
  return {
    findByHash: (hashes) =>
      licenses.findOne(
        hashes.length === 1 ? { 'keys.hash': hashes[0] } : { 'keys.hash': { $in: [...hashes] } },
        judged,
      ),
    findById: (id) => licenses.findOne({ _id: id }, judged),
    async findByPublicId(publicId) {
      const license = await licenses.findOne({ 'places.publicId': publicId }, judged)
      if (license) return license
      const held = await collectionOf(database, licensePlaceRecord).findOne({ publicId })
      return held && licenses.findOne({ _id: held.license }, judged)
    },
  }
}

/** When a version of a product was published; null where we do not know it. */
export async function releaseDate(
  database: Database,
  { product, version }: { product: string; version: string },
): Promise<Date | null> {
  const release = await collectionOf(database, releaseDocument).findOne(
    { product, version: version.replace(/^v(?=\d)/i, '') },
    { projection: { publishedAt: 1 } },
  )
  return release?.publishedAt ?? null
}
