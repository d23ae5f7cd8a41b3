import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { replaceKey } from '@/domain/licensing/acts/replaceKey'
import { setLimits } from '@/domain/licensing/acts/setLimits'
import { transferLicense } from '@/domain/licensing/acts/transferLicense'
import { letterFacts, templateOf } from '@/domain/licensing/notices/letters'
import { type LicenseNotice, licenseNotice } from '@/domain/licensing/notices/licenseNotice'
import { warnUsage } from '@/domain/licensing/notices/warnUsage'
import { clearSuspicion, raiseSuspicion } from '@/domain/licensing/places/suspicion'
import { type License, licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addDays, addSeconds } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { licenseTime, soldAt } from '../../../tests/setup/licenseTime'

const database = await testDatabase()
const time = await licenseTime(database)
const licenses = collectionOf(database, licenseRecord)
const at = addDays(soldAt, 1)
beforeEach(() => emptyDatabase(database))
afterAll(() => time.close())

const stored = async ({ _id }: License) => {
  const license = await licenses.findOne({ _id })
  if (!license) throw new Error('the license is there')
  return license
}
const tell = async (license: License, notice: LicenseNotice) =>
  time.act(at, async (tx) => licenseNotice(tx, await stored(license), notice))
const guest = ({ customer }: License) =>
  database.db.collection<{ _id: string }>('customers').updateOne({ _id: customer }, { $set: { user: null } })
const stand = (license: License, change: Partial<License>) =>
  licenses.updateOne({ _id: license._id }, { $set: change })

describe('[LIC-10] mails about licenses', () => {
  const soon = addDays(at, 6.5)
  const notices: [LicenseNotice, Partial<License>][] = [
    [{ kind: 'issued', note: 'For the conference.' }, {}],
    [{ kind: 'requested', asked: 'extend', note: 'We need a week.' }, {}],
    [{ kind: 'request_rejected', asked: 'transfer', note: 'Sell the site first.' }, {}],
    [{ kind: 'extended', note: 'Sorry for the outage.' }, {}],
    [{ kind: 'renewed' }, {}],
    [{ kind: 'ending', end: soon, days: 7 }, { expiresAt: soon }],
    [{ kind: 'grace', end: at }, { expiresAt: at }],
    [{ kind: 'expired' }, { status: 'expired', expiresAt: at }],
    [
      { kind: 'suspended', reason: 'payment' },
      { status: 'suspended', reason: 'payment', statusChangedAt: at },
    ],
    [{ kind: 'resumed', reason: 'payment' }, { statusChangedAt: at }],
    [
      { kind: 'revoked', reason: 'terms' },
      { status: 'revoked', reason: 'terms' },
    ],
    [{ kind: 'updates_ending', until: soon }, { updatesUntil: soon }],
    [{ kind: 'limits_changed', note: 'asked', before: { seats: 3 }, after: { seats: 5 } }, {}],
    [{ kind: 'key_replaced', old: '…OLD', until: addDays(at, 7), note: 'leaked' }, {}],
    [{ kind: 'key_replaced', old: '…OLD', until: null, note: 'leaked' }, {}],
    [{ kind: 'transferred', from: 'cus_old', keepPlaces: true, note: 'sold the site' }, {}],
    [
      { kind: 'usage', metric: 'callsPerMonth', used: 900, limit: 1_000, threshold: 90, period: '2026-01' },
      {},
    ],
    [{ kind: 'suspected', places: 12, addresses: 9 }, { suspicion: { since: at, places: 12, addresses: 9 } }],
  ]

  it.each(notices)('%o says it in both parts, whole', async (notice, change) => {
    const license = await time.license({ terms: { graceDays: 5 } })
    await stand(license, change)
    await database.db
      .collection<{ _id: string }>('customers')
      .insertOne(Object.assign({ _id: 'cus_old' }, { email: 'old@example.com', user: null }))
    await tell(license, notice)
    const mails = await time.received(at)
    expect(mails.length).toBeGreaterThan(0)
    for (const { subject, text, html } of mails) {
      expect(`${subject}${text}`).not.toMatch(/undefined|null|NaN|Invalid Date|\{\w+\}|\s{2,}[.,]/)
      expect(subject).toContain(subject.includes('key') ? 'key' : 'Widgets')
      expect(text).toContain('Widgets')
      expect(html).toContain('Widgets')
      expect(text).toContain('https://market.example.com/')
    }
  })

  it('there is a text for every kind and every template leads to its kind', async () => {
    const covered = new Set(notices.map(([{ kind }]) => kind as string))
    const tested = Object.keys(letterFacts).filter(
      (kind) => !covered.has(kind) && !kind.startsWith('transferred'),
    )
    // These two have a test of their own below.
    expect(tested.sort()).toEqual(['activated', 'key_ends'])
    expect(templateOf('key_replaced')).toBe('license-key-replaced')
  })

  it('an owner with an account is sent to it, and no key is in the mail', async () => {
    const license = await time.license()
    await time.act(at, (tx) =>
      replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 0, reason: 'leaked' }),
    )
    const [mail] = await time.received(at)
    expect(mail?.text).toContain(`https://market.example.com/account/licenses/${license._id}`)
    expect(mail?.text).not.toContain(keyText(await stored(license)))
  })

  it('[BUY-11] a reminder leads to where it is renewed, that of a trial to the license alone', async () => {
    const notice = { kind: 'ending', end: soon, days: 7 } as const
    for (const [term, way] of [
      ['annual', '#renew'],
      ['trial', ''],
    ] as const) {
      const license = await time.license({ terms: { term } })
      await stand(license, { expiresAt: soon })
      await tell(license, notice)
      const [mail] = await time.received(at)
      const link = /https:\S+\/account\/licenses\/\S+/.exec(mail?.text ?? '')?.[0]
      expect(link).toBe(`https://market.example.com/account/licenses/${license._id}${way}`)
    }
  })

  it('an owner without an account gets the new key in the mail', async () => {
    const license = await time.license()
    await guest(license)
    await time.act(at, (tx) =>
      replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 3, reason: 'leaked' }),
    )
    const [mail] = await time.received(at)
    expect(mail?.text).toContain(keyText(await stored(license)))
    expect(mail?.text).toContain('goes on until January 14, 2026')
  })

  it('a transfer tells both owners: the old one no key, the new one no order of the old one', async () => {
    const license = await time.license()
    await database.db
      .collection<{ _id: string }>('customers')
      .insertOne(Object.assign({ _id: 'cus_new' }, { email: 'new@example.com', user: null }))
    const { customer: from, _id: licenseId } = license
    await time.act(at, (tx) =>
      transferLicense(tx, { licenseId, from, to: 'cus_new', keepPlaces: false, reason: 'sold' }),
    )
    const mails = await time.received(at)
    const key = keyText(await stored(license))
    const [old, fresh] = ['buyer', 'new'].map((name) => mails.find(({ to }) => to === `${name}@example.com`))
    expect(mails).toHaveLength(2)
    expect(old?.text).not.toContain(key)
    expect(fresh?.text).toContain(key)
    expect(fresh?.text).not.toContain('/order/')
  })

  it('changed limits are said with what was and what is', async () => {
    const license = await time.license()
    await time.act(at, (tx) =>
      setLimits(tx, {
        licenseId: license._id,
        limits: { seats: 5, features: ['reports'], limits: { callsPerDay: 1_000 } },
        reason: 'You asked for it.',
        mayGoBelowSold: true,
      }),
    )
    const [mail] = await time.received(at)
    expect(mail?.text).toContain('Places: 3 → 5')
    expect(mail?.text).toContain('Features: none → reports')
    expect(mail?.text).toContain('Calls per day: unlimited → 1,000')
    expect(mail?.text).toContain('You asked for it.')
  })

  it('new places of a quarter of an hour come in one mail, with the way to another key', async () => {
    const license = await time.license()
    for (const [index, domain] of ['a.example.com', 'b.example.com'].entries())
      await time.act(addSeconds(at, index * 60), async (tx) => {
        const actor = { ...tx.actor, kind: 'license' as const, address: '203.0.113.7' }
        await tx.of(licenseHistoryRecord).insert({
          _id: `evt_${index}`,
          license: license._id,
          seller: license.seller,
          customer: license.customer,
          at: tx.now,
          kind: 'activated',
          actor,
          reason: null,
          data: { activation: `act_${index}`, domain, environment: 'production' },
        })
        await licenseNotice(tx, license, { kind: 'activated' })
      })
    expect(await time.received(at)).toEqual([])
    const [mail, ...more] = await time.received(addSeconds(at, 900))
    expect(more).toEqual([])
    expect(mail?.text).toContain('2 places were added')
    expect(mail?.text).toContain('a.example.com · production · 203.0.113.7')
    expect(mail?.text).toContain(`/account/licenses/${license._id}#replace`)
  })

  it('[LIC-8] a suspicion that was cleared before its mails went out is not told', async () => {
    const license = await time.license()
    await time.act(at, (tx) => raiseSuspicion({ tx, license, places: 9, addresses: 9 }))
    expect(await time.rows('license-suspected')).toBe(3)
    await time.act(addSeconds(at, 5), (tx) => clearSuspicion({ tx, licenseId: license._id, note: 'right' }))
    expect(await time.received(at)).toEqual([])
  })

  it('a usage warning is not sent when usage fell meanwhile', async () => {
    const license = await time.license({ terms: { activations: 5 } })
    await stand(license, { seatsTaken: 5 })
    const counted = { metric: 'activations' as const, used: 5, limit: 5, period: '2026-01' }
    await time.act(at, (tx) => warnUsage(tx, { license, ...counted }))
    await stand(license, { seatsTaken: 2 })
    expect(await time.received(at)).toEqual([])
  })

  it('a license that has another owner now says nothing more to the old one', async () => {
    const license = await time.license()
    await tell(license, { kind: 'extended', note: null })
    await stand(license, { customer: 'cus_other' })
    expect(await time.received(at)).toEqual([])
  })
})

describe('[LIC-10] the digest of a seller', () => {
  it('holds a day of all licenses, counted, with the first of each, and is one mail', async () => {
    const first = await time.license()
    for (let index = 0; index < 14; index++) await time.license({ seller: first.seller })
    const all = await licenses.find({ seller: first.seller }).toArray()
    for (const license of all)
      await time.act(at, (tx) =>
        replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays: 0, reason: 'leak' }),
      )
    const digests = (await time.received(addDays(at, 1), 2)).filter(({ to }) => to.startsWith('seller-'))
    expect(digests).toHaveLength(1)
    expect(digests[0]?.text).toContain('Key replaced: 15')
    expect(digests[0]?.text).toContain('and 5 more')
  })

  it('is not sent for a day on which nothing is for the seller', async () => {
    const license = await time.license()
    await time.act(at, (tx) =>
      warnUsage(tx, { license, metric: 'callsPerDay', used: 800, limit: 1_000, period: '2026-01-11' }),
    )
    expect(await collectionOf(database, outboxRow).countDocuments({ 'refs.seller': license.seller })).toBe(1)
    const mails = await time.received(addDays(at, 1))
    expect(mails.map(({ to }) => to)).toEqual(['buyer@example.com'])
  })
})
