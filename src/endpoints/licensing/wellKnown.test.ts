import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { certifyKeySet } from '@/domain/licensing/proof/keySet'
import { makeRootKey } from '@/domain/licensing/proof/rootKey'
import { verifyKeySet, verifyRevocations } from '@/domain/licensing/proof/verifyLists'
import { verifyFile } from '@/domain/licensing/proof/verifyProof'
import { licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { publicUrl, startTestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const edges = [await startTestEdge(database), await startTestEdge(database)]
afterAll(async () => {
  await Promise.all(edges.map((edge) => edge.stop()))
  await emptyDatabase(database)
})
beforeEach(() => emptyDatabase(database))

const at = (path: string, init?: RequestInit, edge = edges[0]) => fetch(`${edge?.url}${path}`, init)
const revocations = '/.well-known/license-revocations.jwt'
const trusted = async () => {
  const { root } = makeRootKey()
  const set = await transact(database, { actor: systemActor('test') }, (tx) =>
    certifyKeySet({ tx, root, issuer: publicUrl, replacesRoot: true }),
  )
  const check = verifyKeySet(set.jwt, { root: root.public, issuer: publicUrl, now: new Date() })
  if (!check.ok) throw new Error(check.why)
  return { root, set, keys: check.keys }
}

describe('[LIC-6] what verifiers fetch', () => {
  it('the key set is there once the root has certified one, as a text that can be asked for again', async () => {
    const { set } = await trusted()
    const fresh = await startTestEdge(database)
    const response = await fetch(`${fresh.url}/.well-known/license-keys.jwt`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jwt'])
    expect(await response.text()).toBe(set.jwt)
    const etag = response.headers.get('etag') ?? ''
    const again = await fetch(`${fresh.url}/.well-known/license-keys.jwt`, {
      headers: { 'if-none-match': etag },
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await fresh.stop()
  })

  it('before that it is not there', async () => {
    const fresh = await startTestEdge(database)
    const response = await fetch(`${fresh.url}/.well-known/license-keys.jwt`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found' })
    await fresh.stop()
  })

  it('a revocation is on every edge within seconds, under one number and one text', async () => {
    const { keys } = await trusted()
    const { license } = await issuedLicense(database)
    const listed = async (edge?: (typeof edges)[number]) => {
      const response = await at(revocations, undefined, edge)
      const list = verifyRevocations(await response.text(), { keys, issuer: publicUrl, now: new Date() })
      if (!list.ok) throw new Error(list.why)
      return { ...list, etag: response.headers.get('etag') }
    }
    const before = await listed()
    expect(before.revoked.has(license._id)).toBe(false)
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { status: 'revoked', reason: 'terms', statusChangedAt: new Date() } },
    )
    for (const edge of edges)
      await expect
        .poll(async () => (await listed(edge)).revoked.has(license._id), { timeout: 2_500 })
        .toBe(true)
    const [one, two] = [await listed(edges[0]), await listed(edges[1])]
    expect(one).toEqual(two)
    expect(one.seq).toBe(before.seq + 1)
    expect((await at(revocations, { headers: { 'if-none-match': `W/${one.etag}` } })).status).toBe(304)
  })

  it('[LIC-12] pages of any origin may read them', async () => {
    for (const path of [revocations, '/.well-known/license-keys.jwt', '/.well-known/jwks.json']) {
      const response = await at(path, { headers: { origin: 'https://shop.example.com' } })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect((await at(path, { method: 'HEAD' })).status).toBe(response.status)
    }
  })
})

describe('[LIC-6] a license file over HTTP', () => {
  const make = (body: object, headers: Record<string, string> = {}) =>
    at('/api/v1/license/file', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it('is made by the key and checked with what the root certified', async () => {
    const { keys } = await trusted()
    const { license, key } = await issuedLicense(database)
    const response = await make({ key, product: 'acme/widgets', fingerprint: 'machine-1', days: 90 })
    expect(response.status).toBe(200)
    const file = await response.json()
    expect(file).toMatchObject({ license: license._id, product: 'acme/widgets', fingerprint: 'machine-1' })
    expect(file.filename).toBe(`acme-widgets-${license._id}.license`)
    const rules = { keys, issuer: publicUrl, product: 'acme/widgets', now: new Date() }
    expect(verifyFile(file.text, { ...rules, fingerprint: 'machine-1' }).ok).toBe(true)
  })

  it('asked twice under one Idempotency-Key it is one file', async () => {
    const { key } = await issuedLicense(database)
    const body = { key, product: 'acme/widgets', days: 5 }
    const [one, two] = [
      await make(body, { 'idempotency-key': 'once' }),
      await make(body, { 'idempotency-key': 'once' }),
    ]
    expect(await one.json()).toEqual(await two.json())
  })

  it.each([
    ['no days', { days: undefined }, 'days'],
    ['no day', { days: 0 }, 'days'],
    ['more than a year', { days: 366 }, 'days'],
    ['half a day', { days: 1.5 }, 'days'],
    ['a misspelt fingerprint', { days: 5, finger: 'x' }, 'finger'],
  ])('is refused with %s', async (_, change, field) => {
    const response = await make({ key: 'a-key-of-nobody', product: 'acme/widgets', ...change })
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map(({ path }: { path: string }) => path)).toContain(field)
  })
})
