import { collectionOf, type Database } from '@/platform/database'
import { isId } from '@/platform/ids'
import { normalizeHost } from '../domainRule'
import type { LicenseSource } from '../licenseSource'
import { placeOfHeld } from '../places/findPlace'
import { type JudgedLicense, type LicensePlace, licensePlaceRecord } from '../records'
import type { VerdictRequest } from '../verdict'

/** What names a license in a browser, where no key may go (LIC-12): everybody who sees the page can read it. */
export interface PublicCredential {
  publicId: string
  /** The `Origin` header. */
  origin: string | null
}

export interface PublicPlace {
  license: JudgedLicense
  place: LicensePlace
}

/**
 * The place that a public id names, if the request comes from a page on its domain. Unknown, elsewhere and nowhere are one
 * and the same null.
 */
export async function placeOfPublicId(
  { licenses, database }: { licenses: LicenseSource; database: Database },
  { publicId, origin }: PublicCredential,
): Promise<PublicPlace | null> {
  const host = hostOfOrigin(origin)
  const license = isId('pub', publicId) ? await licenses.findByPublicId(publicId) : null
  if (!license) return null
  const place =
    license.places.find((candidate) => candidate.publicId === publicId) ??
    (await heldPlace(database, license, publicId))
  return place && host !== null && place.domain === host ? { license, place } : null
}

/** What is asked: the place as it was bound, whatever else the body says. Like a proof it binds no other. */
export const askedOfPlace = (
  { license, place }: PublicPlace,
  { product }: Pick<VerdictRequest, 'product'>,
): Partial<VerdictRequest> => ({
  product: product ?? license.handles[0] ?? null,
  domain: { kind: 'host', host: place.domain ?? '' },
  fingerprint: null,
  environment: place.environment,
  tokenPlace: place.id,
})

/** `https://shop.example.com:8443` → `shop.example.com`; null for `null`, other schemes and texts that are no origin. */
function hostOfOrigin(origin: string | null): string | null {
  const [, authority] = /^https?:\/\/([^/?#@\s]+)$/i.exec(origin ?? '') ?? []
  const host = authority ? normalizeHost(authority) : null
  return host?.kind === 'host' ? host.host : null
}

async function heldPlace(
  database: Database,
  license: JudgedLicense,
  publicId: string,
): Promise<LicensePlace | null> {
  const held = await collectionOf(database, licensePlaceRecord).findOne({ publicId, license: license._id })
  return held && placeOfHeld(held)
}
