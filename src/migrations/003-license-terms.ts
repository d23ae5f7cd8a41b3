import { licenseRecord } from '@/domain/licensing/records'
import { newId } from '@/platform/ids'
import type { Migration } from '@/platform/schema/migrate'

/** What the terms of the first sales did not say yet, as it held for them (LIC-2). */
const unsaid = {
  production: true,
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
  freeEnvironments: ['staging', 'development'],
  developmentHosts: [],
  moveQuota: null,
  moveWindowDays: 30,
  reclaimDays: null,
  clonePlaces: null,
  cloneBlocks: false,
  afterTerm: 'term-releases',
}

/** By the class: what `licenseClasses.ts` says of it, as of this migration. */
const ofClass = {
  clientProjects: { $in: ['$terms.class', ['extended', 'developer']] },
  sourceIncluded: { $eq: ['$terms.class', 'developer'] },
  prioritySupport: { $eq: ['$terms.class', 'developer'] },
}

/** Licenses and order lines of before get the terms, the counts and the public ids that this version reads. */
export const licenseTerms: Migration = {
  id: '003-license-terms',
  async apply(tx) {
    const { session } = tx
    const terms = { $mergeObjects: [unsaid, ofClass, '$terms'] }
    const old = { 'terms.moveWindowDays': { $exists: false } }
    const items = tx.database.db.collection('order-items')
    await items.updateMany(old, [{ $set: { terms } }], { session })
    const licenses = tx.database.db.collection<{ _id: string; places: object[] }>(licenseRecord.name)
    await licenses.updateMany(
      old,
      [
        { $set: { terms, freeTaken: 0, freed: [], undo: null, suspicion: null, reminded: null } },
        { $set: { sold: { terms: '$terms', seats: '$seats' } } },
      ],
      { session },
    )
    const placed = { 'places.0': { $exists: true }, 'places.publicId': { $exists: false } }
    for await (const { _id, places } of licenses.find(placed, { session, projection: { places: 1 } }))
      await licenses.updateOne(
        { _id },
        { $set: { places: places.map((place) => ({ ...place, publicId: newId('pub') })) } },
        { session },
      )
  },
}
