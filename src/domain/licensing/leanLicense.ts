import { BSON } from 'mongodb'
import { BoundedMap } from '@/platform/boundedMap'
import type { JudgedKey, JudgedLicense, LicensePlace } from './records'

type Terms = JudgedLicense['terms']
/** What lies in a record within other things. */
type Nested = 'terms' | 'keys' | 'places' | 'undo' | 'suspicion'

/** Packages sell thousands of licenses on a few terms: by their JSON, or by their bytes. */
const knownTerms = new BoundedMap<string, Terms>(2_000)
/** Sellers, products, names of packages, states. */
const knownTexts = new BoundedMap<string, string>(10_000)

/**
 * The same license as it lies in memory: what many have alike is there once, and nothing that no check looks at. Nobody
 * changes a record that was read.
 */
export const leanLicense = (license: JudgedLicense): JudgedLicense =>
  lean(license, { ...license, terms: sharedTerms(JSON.stringify(license.terms), () => license.terms) })

/** A record as it came from the database, read as far as its first level. */
type Shallow = Omit<JudgedLicense, Nested> & {
  terms: Uint8Array
  keys: readonly Uint8Array[]
  places: readonly Uint8Array[]
  undo: Uint8Array | null
  suspicion: Uint8Array | null
}

/** A lean license from its bytes. Terms that are known are not read again: they are as many fields as all the rest. */
export function leanLicenseOf(bytes: Uint8Array): JudgedLicense {
  const read = BSON.deserialize(bytes, { ...trusted, raw: true }) as Shallow
  const { terms, undo, suspicion } = read
  return lean(read, {
    terms: sharedTerms(latin1(terms), () => BSON.deserialize(terms, trusted) as Terms),
    keys: read.keys.map((key) => BSON.deserialize(key, trusted) as JudgedKey),
    places: read.places.map((place) => BSON.deserialize(place, trusted) as LicensePlace),
    undo: undo && (BSON.deserialize(undo, trusted) as JudgedLicense['undo']),
    suspicion: suspicion && (BSON.deserialize(suspicion, trusted) as JudgedLicense['suspicion']),
  })
}

/** The database has only texts that were UTF-8 when they were written: they are not looked through once more. */
const trusted = { validation: { utf8: false as const } }

const latin1 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')

function lean(license: Omit<JudgedLicense, Nested>, nested: Pick<JudgedLicense, Nested>): JudgedLicense {
  return {
    _id: license._id,
    customer: license.customer,
    seller: shared(license.seller),
    product: shared(license.product),
    type: shared(license.type),
    handles: license.handles.map(shared),
    packageName: shared(license.packageName),
    billing: shared(license.billing),
    status: shared(license.status),
    reason: license.reason,
    test: license.test,
    keys: nested.keys.map(({ hash, state, until }) => ({ hash, state: shared(state), until })),
    terms: nested.terms,
    seats: license.seats,
    places: nested.places,
    seatsTaken: license.seatsTaken,
    freeTaken: license.freeTaken,
    freed: license.freed,
    undo: nested.undo,
    suspicion: nested.suspicion,
    startsAt: license.startsAt,
    expiresAt: license.expiresAt,
    updatesUntil: license.updatesUntil,
    supportUntil: license.supportUntil,
    activatedAt: license.activatedAt,
    lastUsedAt: license.lastUsedAt,
  }
}

/** @param name equal only for terms that are equal. */
function sharedTerms(name: string, read: () => Terms): Terms {
  const known = knownTerms.get(name)
  if (known) return known
  const terms = read()
  knownTerms.set(name, terms)
  return terms
}

/** The text that was there first. */
function shared<T extends string>(text: T): T {
  const known = knownTexts.get(text)
  if (known === text) return known as T
  knownTexts.set(text, text)
  return text
}
