import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays, addMonths } from '@/platform/time'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, soldTerms } from '../../../tests/setup/licenseFixtures'
import { type License, licenseRecord, licenseRenewalRecord } from './records'
import { judgeRenewal, piecesOf } from './renewable'
import { renewedWindows } from './renewedWindows'
import { renewLicense, takeBackRenewal } from './renewLicense'

const now = new Date('2026-06-01T00:00:00Z')
const database = await testDatabase()
const annual = (graceDays = 0) =>
  soldTerms({ term: 'annual', graceDays, updateMonths: null, supportMonths: null })
const ends = (at: Date | null) => ({ expiresAt: at, updatesUntil: at, supportUntil: at })

describe('[BUY-11] the ends of a renewed license', () => {
  it.each<[string, number, number, Date]>([
    ['early adds to the old end', 30, 0, addMonths(addDays(now, 30), 12)],
    ['within grace closes the gap', -3, 7, addMonths(addDays(now, -3), 12)],
    ['after grace starts now', -8, 7, addMonths(now, 12)],
    ['late without a grace starts now', -1, 0, addMonths(now, 12)],
  ])('%s', (_, days, graceDays, end) => {
    const license = { terms: annual(graceDays), ...ends(addDays(now, days)) }
    expect(renewedWindows(license, now)).toEqual(ends(end))
  })

  it('a lifetime license renews updates and support and stays without an end', () => {
    const terms = soldTerms({ updateMonths: 12, supportMonths: 6 })
    const license = {
      terms,
      expiresAt: null,
      updatesUntil: addDays(now, 10),
      supportUntil: addDays(now, -10),
    }
    expect(renewedWindows(license, now)).toEqual({
      expiresAt: null,
      updatesUntil: addMonths(addDays(now, 10), 12),
      supportUntil: addMonths(now, 6),
    })
  })

  it('a lifetime license that was given an end keeps it, and renews its windows up to it', () => {
    const terms = soldTerms({ updateMonths: 12, supportMonths: 6 })
    const license = {
      terms,
      expiresAt: addDays(now, 100),
      updatesUntil: addDays(now, 10),
      supportUntil: addDays(now, 100),
    }
    expect(renewedWindows(license, now)).toEqual(ends(addDays(now, 100)))
  })

  it.each([
    ['a trial', soldTerms({ term: 'trial' }), addDays(now, 3)],
    ['a lifetime license with everything for ever', soldTerms(), null],
  ])('%s has nothing to renew', (_, terms, at) => {
    expect(renewedWindows({ terms, ...ends(at) }, now)).toBeNull()
  })

  it('never takes an end back, whenever it is renewed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 800 }), fc.integer({ min: 0, max: 60 }), (days, grace) => {
        const before = addDays(now, days)
        const after = renewedWindows({ terms: annual(grace), ...ends(before) }, now)
        for (const end of Object.values(after ?? {})) expect(end.getTime()).toBeGreaterThan(before.getTime())
        expect(after?.expiresAt?.getTime()).toBeGreaterThan(now.getTime())
      }),
    )
  })
})

describe('[BUY-11] renewing', () => {
  beforeEach(() => emptyDatabase(database))
  const act = <T>(work: (tx: Tx) => Promise<T>, at = now) =>
    transact(database, { actor: systemActor('test'), now: at }, work)
  const pay = (licenseId: string, orderItem = newId('itm'), at = now) =>
    act((tx) => renewLicense({ tx, licenseId, orderItem, order: newId('ord') }), at)
  const refund = (orderItem: string) => act((tx) => takeBackRenewal(tx, orderItem))
  const renew = async (license: License, orderItem = newId('itm')) =>
    (await pay(license._id, orderItem)).license
  const sold = async (change: Partial<License>) => {
    const { license } = await issuedLicense(database, { terms: annual(7) }, { change })
    return license
  }

  it('keeps the key and the places, and an expired license is active again', async () => {
    const license = await sold({ status: 'expired', ...ends(addDays(now, -40)) })
    const renewed = await renew(license)
    expect(renewed).toMatchObject({ status: 'active', expiresAt: addMonths(now, 12), keys: license.keys })
  })

  it('one line renews once, however often it completes', async () => {
    const license = await sold(ends(addDays(now, 10)))
    const item = newId('itm')
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => renew(license, item)))
    const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(failed).toHaveLength(19)
    expect(failed.every((error) => isDuplicateKey(error) || error.code === 'license_changed')).toBe(true)
    const stored = await collectionOf(database, licenseRecord).findOne({ _id: license._id })
    expect(stored?.expiresAt).toEqual(addMonths(addDays(now, 10), 12))
  })

  it('two lines give two terms', async () => {
    const license = await sold(ends(addDays(now, 10)))
    await renew(license)
    expect((await renew(license))?.expiresAt).toEqual(addMonths(addDays(now, 10), 24))
  })

  it('a suspended license gets its days and stays suspended', async () => {
    const license = await sold({ status: 'suspended', reason: 'disputed', ...ends(addDays(now, 10)) })
    expect(await renew(license)).toMatchObject({
      status: 'suspended',
      expiresAt: addMonths(addDays(now, 10), 12),
    })
  })

  it('a refund takes exactly its days back, once', async () => {
    const license = await sold(ends(addDays(now, 10)))
    const [first, second] = [newId('itm'), newId('itm')]
    await renew(license, first)
    await renew(license, second)
    await act((tx) => takeBackRenewal(tx, first))
    expect(await act((tx) => takeBackRenewal(tx, first))).toBeNull()
    const stored = await collectionOf(database, licenseRecord).findOne({ _id: license._id })
    // The second year has a 29th of February.
    expect(stored?.expiresAt).toEqual(addDays(addDays(now, 10), 366))
  })

  describe('a refund of a late renewal', () => {
    const old = addDays(now, -400)
    const late = async (...times: Date[]) => {
      const license = await sold({ status: 'expired', ...ends(old) })
      const items = times.map(() => newId('itm'))
      for (const [index, at] of times.entries()) await pay(license._id, items[index], at)
      return items
    }

    it('leaves the year that was paid for after it', async () => {
      const [first = ''] = await late(now, addDays(now, 30))
      expect(await refund(first)).toMatchObject(ends(addDays(addMonths(now, 24), -365)))
    })

    it('leaves the year that began after another lapse', async () => {
      const again = addMonths(now, 20)
      const [first = ''] = await late(now, again)
      expect(await refund(first)).toMatchObject(ends(addMonths(again, 12)))
    })

    it('gives the gap back with it where nothing was renewed after it', async () => {
      const [first = ''] = await late(now)
      expect(await refund(first)).toMatchObject(ends(old))
    })

    it('whatever was renewed after it, the last paid year is left', async () => {
      const [, second = ''] = await late(now, addDays(now, 30))
      expect(await refund(second)).toMatchObject(ends(addMonths(now, 12)))
    })
  })

  it('a refund brings back an end that the renewal had taken away', async () => {
    const license = await sold(ends(addDays(now, 10)))
    const item = newId('itm')
    await renew(license, item)
    await collectionOf(database, licenseRenewalRecord).updateOne(
      { _id: item },
      { $set: { after: ends(null) } },
    )
    await collectionOf(database, licenseRecord).updateOne({ _id: license._id }, { $set: ends(null) })
    expect(await refund(item)).toMatchObject(ends(addDays(now, 10)))
  })

  it('what is revoked meanwhile stays so, and the line says that it gave nothing', async () => {
    const license = await sold({ status: 'revoked', reason: 'terms', ...ends(addDays(now, 10)) })
    const item = newId('itm')
    expect(await pay(license._id, item)).toEqual({ license: null, refused: 'revoked' })
    const before = ends(addDays(now, 10))
    expect(await collectionOf(database, licenseRenewalRecord).findOne({ _id: item })).toMatchObject({
      before,
      after: before,
      refused: 'revoked',
    })
    expect(await act((tx) => takeBackRenewal(tx, item))).toBeNull()
    expect(await collectionOf(database, licenseRecord).findOne({ _id: license._id })).toMatchObject({
      status: 'revoked',
      ...before,
    })
  })

  it('what does not end, and what is not there, can not be renewed', async () => {
    const { license } = await issuedLicense(database, {
      terms: soldTerms({ updateMonths: null, supportMonths: null }),
    })
    expect(await pay(license._id)).toMatchObject({ refused: 'endless' })
    expect(await pay(newId('lic'))).toMatchObject({ refused: 'gone' })
  })
})

describe('[BUY-11] what there is to renew', () => {
  it('nothing in a lifetime license whose windows are at the end that it was given', async () => {
    const { license } = await issuedLicense(
      database,
      { terms: soldTerms() },
      { change: ends(addDays(now, 30)) },
    )
    expect(judgeRenewal(license, now).after).toBeNull()
  })

  it.each([
    ['support that was sold with no length', soldTerms({ updateMonths: null, supportMonths: 0 }), 'endless'],
    ['updates that are over', soldTerms({ updateMonths: 12, supportMonths: 0 }), null],
  ])('%s', async (_, terms, refused) => {
    const { license } = await issuedLicense(database, { terms }, { at: addMonths(now, -20) })
    expect(judgeRenewal(license, now).refused).toBe(refused)
  })

  it.each([
    ['one license', 3, 3, 1],
    ['ten seats sold by the piece', 1, 10, 10],
    ['four times three places', 3, 12, 4],
    ['as many places as one likes', null, null, 1],
  ])('%s is worth so many pieces', async (_, activations, seats, pieces) => {
    expect(piecesOf({ sold: { terms: soldTerms({ activations }), seats } })).toBe(pieces)
  })
})
