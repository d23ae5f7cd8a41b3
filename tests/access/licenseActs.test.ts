import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askRequest } from '@/domain/licensing/acts/licenseRequests'
import { licenseHistoryRecord, licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { outboxRow } from '@/platform/outbox'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../setup/database'
import { issuedLicense, newPlaceOf } from '../setup/licenseFixtures'
import { testPayload } from './payload'
import { type PersonName, sellerA, signInEverybody } from './people'
import { rest } from './rest'

let payload: Payload
let database: Database
let tokens: Record<PersonName, string | null>
const reason = 'the customer asked for it'

beforeAll(async () => {
  payload = await testPayload()
  database = databaseOf(payload)
})
beforeEach(async () => {
  await emptyDatabase(await testDatabase())
  tokens = await signInEverybody(database, payload.secret)
})
afterAll(async () => emptyDatabase(await testDatabase()))

type Change = NonNullable<NonNullable<Parameters<typeof issuedLicense>[2]>['change']>
const licenseOfA = async (change: Change = {}) =>
  (await issuedLicense(database, { seller: sellerA }, { change: { updatedAt: new Date(), ...change } }))
    .license
const act = (name: PersonName, id: string, tool: string, body: object) =>
  rest(tokens[name], 'POST', `/licenses/${id}/${tool}`, body)
const preview = async (name: PersonName, id: string, body: object) => act(name, id, 'preview', body)
const effectsOf = (answer: Awaited<ReturnType<typeof act>>) =>
  (answer.body.effects as { effect: string; at?: string | null }[]).map(({ effect }) => effect)
const stored = (_id: string) => collectionOf(database, licenseRecord).findOne({ _id })
const historyOf = (license: string) =>
  collectionOf(database, licenseHistoryRecord).find({ license }).sort({ _id: 1 }).toArray()

describe('[LIC-9] limits, from outside', () => {
  it('a seller goes below what was sold nowhere, and is told before; staff may', async () => {
    const { _id } = await licenseOfA()
    const limits = { seats: 2 }
    for (const answer of [
      await preview('ownerA', _id, { act: 'limits', limits }),
      await act('ownerA', _id, 'limits', { reason, limits }),
    ]) {
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({ code: 'below_sold', errors: [{ path: 'seats' }] })
    }
    expect((await stored(_id))?.seats).toBe(3)
    expect((await act('support', _id, 'limits', { reason, limits })).body).toMatchObject({ seats: 2 })
  })

  it('says how many places more are in use than there will be seats', async () => {
    const { _id } = await licenseOfA({ seatsTaken: 3, places: [1, 2, 3].map(() => newPlaceOf()) })
    const { body } = await preview('support', _id, { act: 'limits', limits: { seats: 1 } })
    expect(body.effects).toMatchObject([{ effect: 'seats_over', count: 2 }, { effect: 'customer_mailed' }])
    await act('support', _id, 'limits', { reason, limits: { seats: 1 } })
    expect(await stored(_id)).toMatchObject({ seats: 1, seatsTaken: 3 })
  })

  it.each([
    ['limits', { limits: {} }],
    ['limits', { limits: { seats: 3 } }],
    ['extend', {}],
  ])('%s with %j changes nothing and mails nobody', async (tool, body) => {
    const { _id } = await licenseOfA()
    expect((await act('support', _id, tool, { reason, ...body })).body.code).toBe('nothing_changed')
    expect(await historyOf(_id)).toHaveLength(1)
    expect(await collectionOf(database, outboxRow).countDocuments()).toBe(0)
  })
})

describe('[LIC-9] what a preview says is what comes about', () => {
  it('an ended license is valid again after an extension, as it said', async () => {
    const { _id } = await licenseOfA({ status: 'expired', expiresAt: addDays(new Date(), -3) })
    const expiresAt = addDays(new Date(), 30).toISOString()
    const said = effectsOf(await preview('ownerA', _id, { act: 'extend', expiresAt }))
    expect(said).toEqual(['ends', 'valid_again', 'customer_mailed'])
    await act('ownerA', _id, 'extend', { reason, expiresAt })
    expect(await stored(_id)).toMatchObject({ status: 'active', expiresAt: new Date(expiresAt) })
    expect(await collectionOf(database, outboxRow).countDocuments({ kind: 'mail' })).toBeGreaterThan(0)
  })

  it('a day before the present end is refused by both', async () => {
    const { _id } = await licenseOfA({ expiresAt: addDays(new Date(), 30) })
    const expiresAt = addDays(new Date(), 3).toISOString()
    expect((await preview('ownerA', _id, { act: 'extend', expiresAt })).body.code).toBe('end_earlier')
    expect((await act('ownerA', _id, 'extend', { reason, expiresAt })).body.code).toBe('end_earlier')
  })

  it('places stop no later than their proof, but those with a license file', async () => {
    const fileUntil = addDays(new Date(), 90)
    const { _id } = await licenseOfA({ seatsTaken: 1, places: [newPlaceOf({ fileUntil })] })
    const { body } = await preview('ownerA', _id, { act: 'suspend' })
    expect(body.effects).toMatchObject([
      { effect: 'places_stop', count: 1 },
      { effect: 'files_go_on', count: 1, at: fileUntil.toISOString() },
      { effect: 'downloads_stop' },
      { effect: 'customer_mailed' },
    ])
  })

  it('an act that means nothing in the state is refused by both', async () => {
    const { _id } = await licenseOfA()
    expect((await preview('support', _id, { act: 'resume' })).status).toBe(409)
    expect((await act('support', _id, 'resume', { reason })).body.code).toBe('license_state')
  })
})

describe('[LIC-9] suspending and resuming', () => {
  it.each([
    ['seller', 'ownerA', 200],
    ['seller', 'support', 200],
    ['staff', 'ownerA', 409],
    ['staff', 'admin', 200],
    ['payment', 'ownerA', 409],
    ['payment', 'support', 200],
    ['disputed', 'support', 409],
    ['disputed', 'admin', 409],
  ] as const)('what %s suspended, %s lifts: %i', async (held, name, status) => {
    const { _id } = await licenseOfA({ status: 'suspended', reason: held })
    expect((await preview(name, _id, { act: 'resume' })).status).toBe(status)
    expect((await act(name, _id, 'resume', { reason })).status).toBe(status)
    expect((await stored(_id))?.status).toBe(status === 200 ? 'active' : 'suspended')
  })

  it('happens once when ten press at the same time', async () => {
    const { _id } = await licenseOfA()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        act(index % 2 ? 'ownerA' : 'support', _id, 'suspend', { reason }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await historyOf(_id)).filter(({ kind }) => kind === 'state')).toHaveLength(1)
  })

  it('the customer reads the words of who did it', async () => {
    const { _id } = await licenseOfA()
    await act('support', _id, 'suspend', { reason })
    const [mail] = await collectionOf(database, outboxRow).find({ kind: 'mail' }).toArray()
    expect(mail?.payload).toMatchObject({ template: 'license-suspended', data: { note: reason } })
  })
})

describe('[LIC-9] replacing a key', () => {
  it('is refused to who saw another key than the present one', async () => {
    const license = await licenseOfA()
    const replace = (maskedKey: string) =>
      act('supportA', license._id, 'replace-key', { reason, maskedKey, keepDays: 7 })
    expect((await replace(license.maskedKey)).status).toBe(200)
    const again = await replace(license.maskedKey)
    expect([again.status, again.body.code]).toEqual([409, 'key_replaced'])
  })

  it('no answer of any act holds a key', async () => {
    const { _id, maskedKey } = await licenseOfA()
    const { text } = await act('support', _id, 'replace-key', { reason, maskedKey, keepDays: 0 })
    expect(text).not.toMatch(/"keys"|sealed|hash/)
  })
})

describe('[LIC-9] [LIC-11] requests', () => {
  const requested = async (kind: 'extend' | 'transfer') => {
    const license = await licenseOfA({ expiresAt: addDays(new Date(), 10) })
    const request = await transact(
      database,
      { actor: { kind: 'person', id: 'usr_x', address: null, requestId: null } },
      (tx) =>
        askRequest(tx, {
          licenseId: license._id,
          customerIds: [license.customer],
          kind,
          note: 'The site was sold.',
          toEmail: kind === 'transfer' ? 'next@example.com' : null,
        }),
    )
    return { license, request }
  }
  const decide = (id: string, what: 'approve' | 'reject', body: object) =>
    rest(tokens.ownerA, 'POST', `/license-requests/${id}/${what}`, body)

  it('an approved transfer gives the license away and tells both why', async () => {
    const { license, request } = await requested('transfer')
    expect((await decide(request._id, 'approve', { answer: 'Gladly.' })).status).toBe(200)
    expect((await stored(license._id))?.customer).not.toBe(license.customer)
    const mails = await collectionOf(database, outboxRow)
      .find({ 'payload.template': /^license-transferred/ })
      .toArray()
    expect(mails.map(({ payload: { data } }) => data)).toMatchObject([
      { note: 'Gladly.' },
      { note: 'Gladly.' },
    ])
    expect((await decide(request._id, 'approve', {})).body.code).toBe('request_decided')
  })

  it('what the old owner asked for is not done to the new owner’s license', async () => {
    const { license, request } = await requested('extend')
    await act('ownerA', license._id, 'transfer', { reason, email: 'next@example.com', keepPlaces: false })
    const row = await collectionOf(database, licenseRequestRecord).findOne({ _id: request._id })
    expect(row?.status).toBe('rejected')
    expect((await decide(request._id, 'approve', { until: '2099-01-01' })).status).toBe(409)
    expect((await stored(license._id))?.expiresAt).toEqual(license.expiresAt)
  })

  it('is declined also where the license was revoked, and the customer hears it', async () => {
    const { license, request } = await requested('extend')
    await act('ownerA', license._id, 'revoke', { reason })
    expect((await decide(request._id, 'approve', { until: '2099-01-01' })).status).toBe(409)
    expect((await decide(request._id, 'reject', { answer: 'It is revoked.' })).status).toBe(200)
    expect(
      await collectionOf(database, outboxRow).countDocuments({
        'payload.template': 'license-request-rejected',
      }),
    ).toBe(1)
  })
})

describe('[LIC-9] [OPS-3] licenses that nobody bought here', () => {
  const shop = async (status: 'published' | 'archived' | 'suspended' | 'draft' = 'published') => {
    const seller = await makeSeller(database, { _id: sellerA })
    const product = await makeProduct(database, seller, { status })
    return { product, pkg: await makePackage(database, product) }
  }
  const issue = (name: PersonName, pkg: { _id: string }) =>
    rest(tokens[name], 'POST', '/licenses/issue', { reason, package: pkg._id, email: 'ann@example.com' })

  it.each([
    ['archived', 'ownerA', 200],
    ['draft', 'developerA', 200],
    ['suspended', 'ownerA', 409],
    ['suspended', 'support', 200],
  ] as const)('of a product that is %s, %s: %i', async (status, name, expected) => {
    expect((await issue(name, (await shop(status)).pkg)).status).toBe(expected)
  })

  const csv = (count: number) =>
    `key,email,package,domains\n${Array.from({ length: count }, (_, row) => `OTHER-${String(row).padStart(6, '0')},buyer${row % 50}@example.com,Regular,"shop${row}.example.com shop${row}.example.com"`).join('\n')}\n`
  const importKeys = (product: { _id: string }, text: string, dryRun: boolean, name: PersonName = 'ownerA') =>
    rest(tokens[name], 'POST', '/licenses/import', { product: product._id, csv: text, dryRun })
  const outcomes = (answer: Awaited<ReturnType<typeof rest>>) =>
    (answer.body.rows as { outcome: string }[]).map(({ outcome }) => outcome)

  it('a dry run writes nothing, the real one what it said, a second one nothing', async () => {
    const { product } = await shop()
    const dry = await importKeys(product, csv(3), true)
    expect(outcomes(dry)).toEqual(['new', 'new', 'new'])
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(0)
    expect((await importKeys(product, csv(3), false)).body.imported).toBe(3)
    const again = await importKeys(product, csv(3), false)
    expect([again.body.imported, outcomes(again)]).toEqual([0, ['known', 'known', 'known']])
    const licenses = await collectionOf(database, licenseRecord).find().toArray()
    expect(licenses.map(({ seatsTaken }) => seatsTaken)).toEqual([1, 1, 1])
    const audits = await collectionOf(database, auditRecord).find({ act: 'license.import' }).toArray()
    expect(audits).toMatchObject([{ after: { imported: 3 } }])
  })

  it('two who import the same file at the same time import each key once', async () => {
    const { product } = await shop()
    const answers = await Promise.all([1, 2].map(() => importKeys(product, csv(5), false)))
    const made = answers.reduce((sum, { body }) => sum + Number(body.imported), 0)
    expect([made, await collectionOf(database, licenseRecord).countDocuments()]).toEqual([5, 5])
  })

  it('a key of another product is refused, one that ended long ago is expired at once', async () => {
    const { product } = await shop()
    const other = await makeProduct(database, await makeSeller(database))
    await makePackage(database, other)
    const past = 'key,email,package,expires_at\nOTHER-000000,ann@example.com,Regular,2020-01-01\n'
    expect((await importKeys(other, past, false, 'support')).body.imported).toBe(1)
    expect(await collectionOf(database, licenseRecord).findOne({})).toMatchObject({ status: 'expired' })
    expect((await importKeys(product, csv(1), true)).body.rows).toMatchObject([
      { outcome: 'refused', problem: 'This key cannot be imported here.' },
    ])
    const [license] = await collectionOf(database, licenseRecord).find().toArray()
    expect(
      await collectionOf(database, auditRecord).findOne({ act: 'license.import-foreign' }),
    ).toMatchObject({
      actor: { kind: 'seller-member' },
      target: { id: product._id },
      after: { found: 1, licenses: [license?._id] },
    })
  })

  it('a seller who brings keys of others again and again is told nothing more of them for an hour', async () => {
    const { product } = await shop()
    const other = await makeProduct(database, await makeSeller(database))
    await makePackage(database, other)
    await importKeys(other, csv(20), false, 'support')
    expect(outcomes(await importKeys(product, csv(20), true))).toEqual(Array(20).fill('refused'))
    const again = await importKeys(product, csv(20), true)
    expect([again.status, again.body.code, again.body.rows]).toEqual([429, 'too_many_attempts', undefined])
    expect((await importKeys(product, csv(20), true, 'support')).status).toBe(200)
    expect(
      (await importKeys(product, csv(25).replaceAll('OTHER', 'MINE1'), true)).status,
      'their own keys are not slowed',
    ).toBe(200)
  })

  it('a file is imported in parts, and each says how far it came', async () => {
    const { product } = await shop()
    const part = (from: number) =>
      rest(tokens.ownerA, 'POST', '/licenses/import', {
        ...{ product: product._id, csv: csv(25), dryRun: false, from, most: 10 },
      })
    const parts = [await part(0), await part(10), await part(20), await part(20)]
    expect(parts.map(({ body: { done, total, imported } }) => [done, total, imported])).toEqual([
      [10, 25, 10],
      [20, 25, 10],
      [25, 25, 5],
      [25, 25, 0],
    ])
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(25)
  })

  it('pressed twice, or sent again after a lost answer, a license is issued once', async () => {
    const { pkg } = await shop()
    const press = (key: string, email = 'ann@example.com') =>
      rest(
        tokens.ownerA,
        'POST',
        '/licenses/issue',
        { reason, package: pkg._id, email },
        {
          'idempotency-key': key,
        },
      )
    const answers = await Promise.all(Array.from({ length: 8 }, () => press('k1')))
    const issued = answers.filter(({ status }) => status === 200)
    expect(issued.length).toBeGreaterThan(0)
    for (const { body } of answers.filter(({ status }) => status !== 200))
      expect(body.code).toBe('idempotency_in_progress')
    expect((await press('k1')).body).toEqual(issued[0]?.body)
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(1)
    expect((await press('k1', 'bob@example.com')).body.code).toBe('idempotency_key_reused')
    expect((await press('k2')).status).toBe(200)
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(2)
  })

  it('a row takes less than ten milliseconds, and a file of more than two thousand is refused whole', async () => {
    const { product } = await shop()
    expect((await importKeys(product, csv(2_001), true)).body.code).toBe('too_many_rows')
    const started = Date.now()
    expect((await importKeys(product, csv(300), false)).body.imported).toBe(300)
    expect(Date.now() - started).toBeLessThan(300 * 10)
  }, 60_000)
})
