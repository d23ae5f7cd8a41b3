import { beforeEach, describe, expect, it } from 'vitest'
import { now as clockNow } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, keyOf } from '../../../tests/setup/licenseFixtures'
import { replaceKey } from './acts/replaceKey'
import { transferLicense } from './acts/transferLicense'
import { deactivate } from './places/deactivate'
import type { License } from './records'
import { createLicensingServices } from './services'
import { type ValidateRequest, validateLicense } from './validateLicense'

const database = await testDatabase()
const services = createLicensingServices({ database, publicUrl: 'http://localhost:3000' })
const caller = { address: '203.0.113.7', userAgent: null, requestId: 'req-test' }
const staff = { kind: 'staff' as const, id: 'usr_1', address: null, requestId: null }

beforeEach(() => emptyDatabase(database))

const ask = (credential: ValidateRequest['credential'], fields: Partial<ValidateRequest> = {}) =>
  validateLicense({
    services,
    request: {
      credential,
      product: 'token' in credential ? null : 'acme/widgets',
      domain: null,
      fingerprint: null,
      version: null,
      features: [],
      environment: 'production',
      nonce: null,
      ...fields,
    },
    caller,
    now: clockNow(),
  })
const replace = (license: License, keepDays: number) =>
  transact(database, { actor: staff }, (tx) =>
    replaceKey(tx, { licenseId: license._id, maskedKey: license.maskedKey, keepDays, reason: 'it leaked' }),
  )
const tokenOf = async (answer: Promise<{ token: string | null }>) => (await answer).token ?? ''

describe('[LIC-6] [LIC-9] a proof as a credential', () => {
  it('ends with the key that it was given for', async () => {
    const { license, key } = await issuedLicense(database)
    const token = await tokenOf(ask({ key }))
    const second = await tokenOf(ask({ token }))
    expect((await ask({ token: second })).code).toBe('VALID')
    const replaced = await replace(license, 0)
    expect((await ask({ token })).code).toBe('NOT_FOUND')
    expect((await ask({ token: second })).code).toBe('NOT_FOUND')
    const fresh = await tokenOf(ask({ key: keyOf(replaced) }))
    expect((await ask({ token: fresh })).code).toBe('VALID')
  })

  it('ends when the license goes to another owner', async () => {
    const { license, key } = await issuedLicense(database)
    const token = await tokenOf(ask({ key }, { domain: 'shop.example.com' }))
    await transact(database, { actor: staff }, (tx) =>
      transferLicense(tx, {
        licenseId: license._id,
        from: license.customer,
        to: 'cus_other',
        keepPlaces: true,
        reason: 'the shop was sold',
      }),
    )
    expect((await ask({ token })).code).toBe('NOT_FOUND')
  })

  it('is none where it proves a refusal', async () => {
    const { key } = await issuedLicense(database, {}, { change: { status: 'suspended', reason: 'staff' } })
    const refusal = await ask({ key })
    expect(refusal).toMatchObject({ code: 'SUSPENDED', token: expect.any(String) })
    expect((await ask({ token: refusal.token ?? '' })).code).toBe('MALFORMED')
  })

  it('of a staging place needs no environment beside it', async () => {
    const { key } = await issuedLicense(database)
    const place = { domain: 'staging.example.com', environment: 'staging' as const }
    const token = await tokenOf(ask({ key }, place))
    expect((await ask({ token })).code).toBe('VALID')
    expect((await ask({ token }, { saysEnvironment: true })).code).toBe('ACTIVATION_REQUIRED')
  })
})

describe('[LIC-9] a replaced key until its day', () => {
  it('keeps the places that are known and opens nothing else', async () => {
    const { license, key } = await issuedLicense(database)
    await ask({ key }, { domain: 'shop.example.com' })
    await replace(license, 7)
    expect((await ask({ key }, { domain: 'shop.example.com' })).code).toBe('VALID')
    for (const elsewhere of [
      {},
      { domain: 'thief.example.com' },
      { domain: 'localhost' },
      { fingerprint: 'm1' },
    ])
      expect((await ask({ key }, elsewhere)).code, JSON.stringify(elsewhere)).toBe('ACTIVATION_REQUIRED')
  })

  it('gives nobody’s seat back', async () => {
    const { license, key } = await issuedLicense(database, { terms: { users: 2 } })
    await ask({ key }, { domain: 'shop.example.com', user: 'ann' })
    await replace(license, 7)
    const left = await deactivate({
      services,
      request: { key, what: { user: 'ann' } },
      caller,
      now: clockNow(),
    })
    expect(left).toMatchObject({ deactivated: false })
  })
})
