import type { LicenseTerms } from '@/domain/catalog/records'
import { issueLicenses, type SoldItem } from '@/domain/licensing/issueLicenses'
import { type License, type LicensePlace, licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { open } from '@/platform/sealing'
import { transact } from '@/platform/transaction'

export type SoldFields = Partial<Omit<SoldItem, 'terms'>> & { terms?: Partial<LicenseTerms> }

/** A lifetime license with three places, a year of updates, half a year of support, nothing else asked. */
export const soldTerms = (terms: Partial<LicenseTerms> = {}): LicenseTerms => ({
  class: 'regular',
  term: 'lifetime',
  activations: 3,
  clientProjects: false,
  production: true,
  sourceIncluded: false,
  prioritySupport: false,
  updateMonths: 12,
  supportMonths: 6,
  graceDays: 0,
  users: null,
  leaseSeconds: 120,
  limits: {
    callsPerMinute: null,
    callsPerHour: null,
    callsPerDay: null,
    callsPerMonth: null,
    bandwidthBytesPerMonth: null,
    storageBytes: null,
  },
  features: [],
  domains: [],
  ipRules: [],
  freeEnvironments: ['staging', 'development'],
  developmentHosts: [],
  recheckDays: 7,
  tokenOnlineDays: 14,
  moveQuota: null,
  moveWindowDays: 30,
  reclaimDays: null,
  clonePlaces: null,
  cloneBlocks: false,
  afterTerm: 'term-releases',
  ...terms,
})

/** An order line as it was sold: a lifetime license with three places, a year of updates, half a year of support. */
export const soldItem = ({ terms, ...fields }: SoldFields = {}): SoldItem => ({
  _id: newId('itm'),
  order: newId('ord'),
  seller: newId('sel'),
  product: newId('prd'),
  package: newId('pkg'),
  handle: 'acme/widgets',
  formerHandles: [],
  productName: 'Widgets',
  packageName: 'Team',
  type: 'package',
  billing: 'one-time',
  quantity: 1,
  quantityMode: 'licenses',
  trialDays: null,
  ...fields,
  terms: soldTerms(terms),
})

export const keyOf = (license: License): string =>
  open(license.keys[0]?.sealed ?? '', { record: 'licenses', id: license._id, field: 'key' })

export interface IssuedLicense {
  license: License
  key: string
}

/**
 * A license as a completed order issues it at `at`, with `change` set on the stored record afterwards (a state, a place).
 */
export async function issuedLicense(
  database: Database,
  fields: SoldFields = {},
  { at, change }: { at?: Date; change?: Partial<License> } = {},
): Promise<IssuedLicense> {
  return transact(
    database,
    { actor: systemActor('test'), ...(at ? { now: at } : {}) },
    async (tx): Promise<IssuedLicense> => {
      const [license] = await issueLicenses({ tx, item: soldItem(fields), customerId: newId('cus') })
      if (!license) throw new Error('nothing was issued')
      if (!change) return { license, key: keyOf(license) }
      await tx.of(licenseRecord).update({ _id: license._id }, { $set: change })
      return { license: { ...license, ...change }, key: keyOf(license) }
    },
  )
}

/** A seated production place that was seen just now. */
export const newPlaceOf = (fields: Partial<LicensePlace> = {}): LicensePlace => ({
  id: newId('act'),
  publicId: newId('pub'),
  domain: null,
  fingerprint: null,
  environment: 'production',
  seat: true,
  label: null,
  firstSeenAt: new Date(),
  lastSeenAt: new Date(),
  ...fields,
})
