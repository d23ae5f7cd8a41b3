import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { type License, licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { collectionOf } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { addDays } from '@/platform/time'
import { makePackage, makeProduct, makeSeller } from '../../setup/catalogFixtures'
import { until } from '../../setup/process'
import type { History } from '../histories'
import type { Stage } from '../stage'
import { actor, patience } from './shop'

export const licenseHistories: readonly History[] = [
  {
    name: 'what staff do to a license, from its gift to its end',
    async prepare(stage) {
      const { license, packageId, other } = await givenLicense(stage)
      const licenseId = license._id
      return async () => {
        const { customer: from, maskedKey } = license
        await stage.web('issue', { packageId, customerId: other })
        await stage.web('status', { licenseId, event: 'suspend' })
        // A mail says what is still true when it is sent.
        await stage.settled(patience)
        await stage.web('status', { licenseId, event: 'resume' })
        await stage.web('extend', { licenseId, days: 40 })
        await stage.web('limits', { licenseId, seats: 9 })
        await stage.web('replaceKey', { licenseId, maskedKey })
        await stage.settled(patience)
        await stage.web('transfer', { licenseId, from, to: other })
        await stage.settled(patience)
        await stage.web('status', { licenseId, event: 'revoke' })
      }
    },
  },
  {
    name: 'places that come, move and go',
    async prepare(stage) {
      const { license, product } = await givenLicense(stage)
      const licenseId = license._id
      const key = keyText(license)
      const at = (place: string) => ({ key, product, domain: `${place}.example.com` })
      return async () => {
        for (const place of ['one', 'two', 'two']) await stage.post('/api/v1/license/activate', at(place))
        const [first] = (await stored(stage, licenseId)).places
        await stage.web('move', { licenseId, placeId: first?.id ?? '', domain: 'three.example.com' })
        // The ten seconds in which it can be taken back may be shorter than a death on a busy machine.
        const undo = { 'undo.until': addDays(new Date(), 1) }
        await collectionOf(stage.database, licenseRecord).updateOne(
          { _id: licenseId, undo: { $ne: null } },
          { $set: undo },
        )
        await stage.web('undo', { licenseId })
        const { key: named, domain } = at('two')
        await stage.post('/api/v1/license/deactivate', { key: named, domain })
      }
    },
  },
  {
    name: 'a product and its seller that are renamed',
    async prepare(stage) {
      const { license } = await givenLicense(stage)
      const { _id, product: productId, seller: sellerId } = license
      return async () => {
        await stage.web('nameProduct', { productId, slug: 'new-name' })
        await stage.web('nameSeller', { sellerId, slug: 'new-seller' })
        const licenses = collectionOf(stage.database, licenseRecord)
        const renamed = { _id, 'handles.0': 'new-seller/new-name', handles: { $size: 3 } }
        await until(() => licenses.findOne(renamed), patience)
      }
    },
  },
  {
    name: 'a term that ends, and one that ends soon',
    async prepare(stage) {
      const ended = await givenLicense(stage)
      const ending = await givenLicense(stage)
      const licenses = collectionOf(stage.database, licenseRecord)
      const past = addDays(new Date(), -60)
      await licenses.updateOne({ _id: ended.license._id }, { $set: { expiresAt: past, updatesUntil: past } })
      const soon = {
        startsAt: addDays(new Date(), -360),
        expiresAt: addDays(new Date(), 6),
        updatesUntil: addDays(new Date(), 5),
      }
      await licenses.updateOne({ _id: ending.license._id }, { $set: soon })
      return async () => {
        await stage.due('expire-licenses')
        await until(() => licenses.findOne({ _id: ended.license._id, status: 'expired' }), patience)
        await stage.due('remind-licenses')
        await until(async () => {
          const { reminded, updatesReminded } = await stored(stage, ending.license._id)
          return reminded && updatesReminded
        }, patience)
      }
    },
  },
  {
    name: 'keys from another system, and a request that is taken back',
    async prepare(stage) {
      const { license, packageId } = await givenLicense(stage)
      const { _id: licenseId, customer: customerId } = license
      const keys = ['one', 'two'].map((name) => ({
        key: `OLD-SYSTEM-KEY-${name}`,
        email: `${name}@example.com`,
      }))
      return async () => {
        await stage.web('importKeys', { packageId, keys })
        await stage.web('askForTime', { licenseId, customerId })
        // The mail of the request says what is still true when it is sent.
        await stage.settled(patience)
        const request = await collectionOf(stage.database, licenseRequestRecord).findOne({
          license: licenseId,
        })
        await stage.web('withdraw', { requestId: request?._id ?? '', customerId })
      }
    },
  },
  {
    name: 'users who come, go and follow one another',
    async prepare(stage) {
      const { license, product } = await givenLicense(stage)
      const terms = { ...license.terms, users: 1 }
      const licenses = collectionOf(stage.database, licenseRecord)
      await licenses.updateOne({ _id: license._id }, { $set: { terms } })
      const asked = { key: keyText(license), product }
      const comes = (user: string) => stage.post('/api/v1/license/validate', { ...asked, user })
      return async () => {
        await comes('ann')
        await stage.post('/api/v1/license/deactivate', { key: asked.key, user: 'ann' })
        await comes('bob')
      }
    },
  },
]

/** A year's license with two places, given by hand to Ann. */
async function givenLicense({ database, payload }: Stage) {
  const product = await makeProduct(database, await makeSeller(database))
  const pkg = await makePackage(database, product, { license: { term: 'annual', activations: 2 } })
  return transactDocuments(payload, { actor }, async (tx) => {
    const customerId = await customerByEmail(tx, { email: 'ann@example.com' })
    const other = await customerByEmail(tx, { email: 'bob@example.com' })
    const license = await issueByHand(tx, { packageId: pkg._id, customerId, test: false, reason: 'a gift' })
    return { license, packageId: pkg._id, product: product.handle, other }
  })
}

async function stored({ database }: Stage, _id: string): Promise<License> {
  const license = await collectionOf(database, licenseRecord).findOne({ _id })
  if (!license) throw new Error('the license is there')
  return license
}
