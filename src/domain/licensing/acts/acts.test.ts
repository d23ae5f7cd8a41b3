import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { addDays } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, keyOf } from '../../../../tests/setup/licenseFixtures'
import { hashesOfKey } from '../key'
import { type License, licenseHistoryRecord, licenseRecord, licenseRequestRecord } from '../records'
import { extendLicense } from './extendLicense'
import { issueByHand } from './issueByHand'
import { askRequest, closeRequest, withdrawRequest } from './licenseRequests'
import { replaceKey } from './replaceKey'
import { type Limits, setLimits } from './setLimits'
import { transferLicense } from './transferLicense'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const staff = { kind: 'staff' as const, id: 'usr_1', address: null, requestId: null }
const now = new Date('2026-06-01T00:00:00Z')
const act = <T>(work: (tx: Tx) => Promise<T>, actor = staff) => transact(database, { actor, now }, work)
/** Races of one round say little: `npm run test:deep acts` has twenty. */
const rounds = process.env.DEEP === '1' ? 20 : 1
const why = { reason: 'the customer asked' }
const stored = async ({ _id }: License): Promise<License> => {
  const license = await licenses.findOne({ _id })
  if (!license) throw new Error('it is gone')
  return license
}
const kindsOf = async ({ _id }: License) =>
  (await collectionOf(database, licenseHistoryRecord).find({ license: _id }).sort({ _id: 1 }).toArray()).map(
    ({ kind }) => kind,
  )
const place = {
  id: 'act_1',
  publicId: 'pub_1',
  domain: 'shop.example.com',
  fingerprint: null,
  environment: 'production' as const,
  seat: true,
  label: null,
  firstSeenAt: now,
  lastSeenAt: now,
}

beforeEach(() => emptyDatabase(database))

describe('[LIC-9] replacing a leaked key', () => {
  it('gives another key and lets the old one go on until its day', async () => {
    const { license, key } = await issuedLicense(database)
    const replaced = await act((tx) =>
      replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 7, ...why }),
    )
    expect(replaced.keys).toMatchObject([
      { state: 'current', until: null },
      { state: 'retiring', until: addDays(now, 7) },
    ])
    expect(keyOf(replaced)).not.toBe(key)
    expect(hashesOfKey(key, keyring())).toContain(replaced.keys[1]?.hash)
    expect(replaced.maskedKey).toBe(replaced.keys[0]?.masked)
    expect(await kindsOf(license)).toEqual(['created', 'replaced'])
  })

  it('ends the old key at once when it keeps no day', async () => {
    const { license } = await issuedLicense(database)
    const replaced = await act((tx) =>
      replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 0, ...why }),
    )
    expect(replaced.keys).toHaveLength(1)
  })

  it('has one old key at most', async () => {
    const { license } = await issuedLicense(database)
    let latest = license
    for (let turn = 0; turn < 3; turn++)
      latest = await act((tx) =>
        replaceKey(tx, { licenseId: license._id, maskedKey: latest.maskedKey, keepDays: 7, ...why }),
      )
    expect(latest.keys.map(({ state }) => state)).toEqual(['current', 'retiring'])
  })

  it('replaces once when two hundred ask at the same time', async () => {
    for (let round = 0; round < rounds; round++) {
      const { license } = await issuedLicense(database)
      const ask = () =>
        act((tx) =>
          replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 7, ...why }),
        )
      const settled = await Promise.allSettled(Array.from({ length: 200 }, ask))
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const codes = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
      expect(new Set(codes)).toEqual(new Set(['key_replaced']))
      expect(await kindsOf(license)).toEqual(['created', 'replaced'])
    }
  }, 300_000)

  it('refuses a license that is revoked', async () => {
    const { license } = await issuedLicense(database, {}, { change: { status: 'revoked', reason: 'terms' } })
    await expect(
      act((tx) =>
        replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 7, ...why }),
      ),
    ).rejects.toMatchObject({ code: 'license_state' })
  })
})

describe('[LIC-9] extending', () => {
  it('moves the end and makes an expired license active again', async () => {
    const { license } = await issuedLicense(
      database,
      { terms: { term: 'annual' } },
      { change: { status: 'expired', expiresAt: addDays(now, -3) } },
    )
    const until = { expiresAt: addDays(now, 30) }
    const extended = await act((tx) => extendLicense(tx, { licenseId: license._id, until, ...why }))
    expect(extended).toMatchObject({ status: 'active', expiresAt: addDays(now, 30) })
    expect(await kindsOf(license)).toEqual(['created', 'renewed', 'state'])
  })

  it('never takes days away', async () => {
    const { license } = await issuedLicense(database, {}, { change: { expiresAt: addDays(now, 10) } })
    const until = { expiresAt: addDays(now, 5) }
    await expect(
      act((tx) => extendLicense(tx, { licenseId: license._id, until, ...why })),
    ).rejects.toMatchObject({ code: 'end_earlier' })
    expect((await stored(license)).expiresAt).toEqual(addDays(now, 10))
  })
})

describe('[LIC-2] limits of one license', () => {
  it('a seller gives more, and takes back what was given', async () => {
    const { license } = await issuedLicense(database)
    const set = (seats: number) =>
      act((tx) => setLimits(tx, { licenseId: license._id, limits: { seats }, mayGoBelowSold: false, ...why }))
    expect(await set(10)).toMatchObject({ seats: 10, terms: { activations: 10 }, sold: { seats: 3 } })
    expect(await set(3)).toMatchObject({ seats: 3 })
  })

  it.each([
    ['seats', { seats: 2 }],
    ['features', { features: [] }],
    ['domains', { domains: ['shop.example.com'] }],
    ['limits.callsPerDay', { limits: { callsPerDay: 10 } }],
    ['graceDays', { graceDays: 1 }],
  ])('a seller never goes below what was sold: %s', async (field, limits) => {
    const { license } = await issuedLicense(database, { terms: { features: ['reports'], graceDays: 7 } })
    await expect(
      act((tx) => setLimits(tx, { licenseId: license._id, limits, mayGoBelowSold: false, ...why })),
    ).rejects.toMatchObject({ code: 'below_sold', errors: [{ path: field }] })
    expect((await stored(license)).updatedAt).toEqual(license.updatedAt)
  })

  it('a seller changes one limit where staff lowered another', async () => {
    const { license } = await issuedLicense(database, { terms: { graceDays: 7 } })
    const set = (limits: Limits, mayGoBelowSold = false) =>
      act((tx) => setLimits(tx, { licenseId: license._id, limits, mayGoBelowSold, ...why }))
    await set({ seats: 1, limits: { callsPerDay: 1 } }, true)
    expect(await set({ graceDays: 14 })).toMatchObject({ seats: 1, terms: { graceDays: 14 } })
    expect(await set({ seats: 1, graceDays: 15 })).toMatchObject({ seats: 1, terms: { graceDays: 15 } })
    await expect(set({ seats: 2, graceDays: 16 })).rejects.toMatchObject({ errors: [{ path: 'seats' }] })
  })

  it('staff may, with a reason in history and audit', async () => {
    const { license } = await issuedLicense(database)
    await act((tx) =>
      setLimits(tx, { licenseId: license._id, limits: { seats: 1 }, mayGoBelowSold: true, ...why }),
    )
    const [row] = await collectionOf(database, auditRecord).find({ act: 'license.set_limits' }).toArray()
    expect(row).toMatchObject({ reason: why.reason, before: { seats: 3 }, after: { seats: 1 } })
    expect(await kindsOf(license)).toEqual(['created', 'limits_changed'])
  })
})

describe('[LIC-9] transferring', () => {
  const to = newId('cus')

  it('gives the new owner a key of its own and ends the old one', async () => {
    const { license, key } = await issuedLicense(database, {}, { change: { places: [place], seatsTaken: 1 } })
    const moved = await act((tx) =>
      transferLicense(tx, { licenseId: license._id, from: license.customer, to, keepPlaces: false, ...why }),
    )
    expect(moved).toMatchObject({ customer: to, places: [], seatsTaken: 0 })
    expect(moved.keys.map(({ hash }) => hash)).not.toContain(hashesOfKey(key, keyring())[0])
  })

  it('lets the places go with a site that is sold', async () => {
    const { license } = await issuedLicense(database, {}, { change: { places: [place], seatsTaken: 1 } })
    const moved = await act((tx) =>
      transferLicense(tx, { licenseId: license._id, from: license.customer, to, keepPlaces: true, ...why }),
    )
    expect(moved).toMatchObject({ seatsTaken: 1, places: [{ id: 'act_1' }] })
  })

  it('happens once, whoever asks at the same time', async () => {
    const { license } = await issuedLicense(database)
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        act((tx) =>
          transferLicense(tx, {
            licenseId: license._id,
            from: license.customer,
            to: newId('cus'),
            keepPlaces: true,
            ...why,
          }),
        ),
      ),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('each owner keeps a line of history', async () => {
    const { license } = await issuedLicense(database)
    await act((tx) =>
      transferLicense(tx, { licenseId: license._id, from: license.customer, to, keepPlaces: true, ...why }),
    )
    const rows = await collectionOf(database, licenseHistoryRecord).find({ kind: 'transferred' }).toArray()
    expect(new Set(rows.map(({ customer }) => customer))).toEqual(new Set([license.customer, to]))
  })
})

describe('[LIC-11] what a customer asks for', () => {
  const ask = (license: License, kind: 'extend' | 'transfer' = 'extend') =>
    act((tx) =>
      askRequest(tx, {
        licenseId: license._id,
        customerIds: [license.customer],
        kind,
        note: 'The project takes longer.',
        toEmail: kind === 'transfer' ? ' New.Owner@Example.com ' : null,
      }),
    )

  it('is asked once, until it is decided', async () => {
    const { license } = await issuedLicense(database)
    const request = await ask(license)
    await expect(ask(license)).rejects.toMatchObject({ code: 'request_open' })
    await act((tx) => closeRequest(tx, { id: request._id, status: 'rejected', answer: 'No.' }))
    expect((await ask(license)).status).toBe('open')
  })

  it('is decided once', async () => {
    const request = await ask((await issuedLicense(database)).license, 'transfer')
    expect(request.toEmail).toBe('new.owner@example.com')
    const close = (status: 'approved' | 'rejected') =>
      act((tx) => closeRequest(tx, { id: request._id, status, answer: null }))
    const settled = await Promise.allSettled([close('approved'), close('rejected'), close('approved')])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const row = await collectionOf(database, licenseRequestRecord).findOne({ _id: request._id })
    expect(row?.decidedAt).toEqual(now)
  })

  it('is taken back by who asked, before the answer', async () => {
    const { license } = await issuedLicense(database)
    const { _id: id } = await ask(license)
    const withdraw = (customer: string) => act((tx) => withdrawRequest(tx, { id, customerIds: [customer] }))
    await expect(withdraw(newId('cus'))).rejects.toMatchObject({ status: 404 })
    expect(await withdraw(license.customer)).toMatchObject({ status: 'withdrawn', decidedAt: now })
    await expect(withdraw(license.customer)).rejects.toMatchObject({ code: 'request_decided' })
  })

  it('concerns one’s own license only', async () => {
    const { license } = await issuedLicense(database)
    await expect(ask({ ...license, customer: newId('cus') })).rejects.toMatchObject({ status: 404 })
  })
})

describe('[LIC-9] issuing by hand', () => {
  it('a test license ends in thirty days and is marked', async () => {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const pkg = await makePackage(database, product)
    const license = await transact(database, { actor: systemActor('test'), now }, (tx) =>
      issueByHand(tx, { packageId: pkg._id, customerId: newId('cus'), test: true, ...why }),
    )
    expect(license).toMatchObject({
      test: true,
      order: null,
      billing: 'free',
      handles: [product.handle],
      expiresAt: addDays(now, 30),
    })
  })
})
