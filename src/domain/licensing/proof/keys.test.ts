import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { addDays, now as clockNow } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense } from '../../../../tests/setup/licenseFixtures'
import { LicenseTokens, type ReturnedClaims } from '../licenseToken'
import { type SigningKey, signingKeyRecord } from '../records'
import { SigningKeys } from '../signingKeys'
import { judge } from '../verdict'
import { proofTypes, signJwt } from './compactJwt'
import { certifyKeySet, currentKeySet, ensureKeySet, keySetClaims, storeKeySet } from './keySet'
import { longestProofDays } from './liveKeys'
import { makeRootKey, type RootKey } from './rootKey'
import { retireOldKeys, rotateSigningKey } from './rotateSigningKey'
import { verifyKeySet } from './verifyLists'
import { verifyToken } from './verifyProof'

const database = await testDatabase()
const keys = collectionOf(database, signingKeyRecord)
const issuer = 'https://market.example.com'
const now = clockNow()
const act = <T>(work: (tx: Tx) => Promise<T>, at = now) =>
  transact(database, { actor: systemActor('test'), now: at }, work)
const inState = (state: SigningKey['state']) => keys.find({ state }).toArray()
let root: RootKey

beforeEach(async () => {
  await emptyDatabase(database)
  root = makeRootKey().root
})
afterAll(() => emptyDatabase(database))

/** A proof by the key that signs now. */
async function proof(product = 'acme/widgets', at = now): Promise<string> {
  const { license } = await issuedLicense(database, {}, { at: addDays(at, -1) })
  const request = {
    ...{ product, domain: null, fingerprint: null, address: null, features: [] },
    ...{ versionReleasedAt: null, environment: 'production' as const },
  }
  const verdict = judge(license, request, at)
  const signed = await new LicenseTokens(new SigningKeys(database), issuer).sign(
    {
      license,
      verdict,
      product,
      domain: null,
      place: null,
      keyHash: license.keys[0]?.hash ?? null,
    },
    null,
    at,
  )
  return signed.token
}

const readBack = (token: string, at = now): Promise<ReturnedClaims | null> =>
  new LicenseTokens(new SigningKeys(database), issuer).read(token, at)

describe('[LIC-6] the signing key rotates', () => {
  it('the next key signs, the old one goes on being published, and another next one waits', async () => {
    const [old] = await inState('active')
    await act(rotateSigningKey)
    const [active] = await inState('active')
    const [next] = await inState('next')
    const [retiring] = await inState('retiring')
    expect(retiring).toMatchObject({ _id: old?._id, retiresAt: addDays(now, longestProofDays) })
    expect(new Set([active?._id, next?._id, retiring?._id]).size).toBe(3)
    const { keys: published } = await new SigningKeys(database).jwks()
    expect(published.map(({ kid }) => kid).sort()).toEqual([active?._id, next?._id, retiring?._id].sort())
    for (const jwk of published)
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })

  it('a proof of the key before is still good, and new ones are by the new key', async () => {
    const old = await proof()
    await act(rotateSigningKey)
    const fresh = await proof()
    expect(await readBack(old)).toMatchObject({ aud: 'acme/widgets' })
    expect(await readBack(fresh)).toMatchObject({ aud: 'acme/widgets' })
    const { keys: published } = await new SigningKeys(database).jwks()
    const rules = { keys: published, issuer, product: 'acme/widgets', now }
    expect([verifyToken(old, rules).ok, verifyToken(fresh, rules).ok]).toEqual([true, true])
    const kidOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
    expect(kidOf(fresh).kid).not.toBe(kidOf(old).kid)
  })

  it('a process that has not heard of the rotation believes the proofs made after it', async () => {
    await act(rotateSigningKey)
    const asleep = new SigningKeys(database)
    await asleep.jwks()
    await act(rotateSigningKey, addDays(now, 1))
    expect(await new LicenseTokens(asleep, issuer).read(await proof(), now)).not.toBeNull()
  })

  it('asked many times at once it happens once', async () => {
    const rotations = await Promise.all(Array.from({ length: 20 }, () => act(rotateSigningKey)))
    expect(rotations.filter(({ rotated }) => rotated)).toHaveLength(1)
    expect(new Set(rotations.map(({ active }) => active)).size).toBe(1)
    expect(await keys.countDocuments()).toBe(3)
    expect((await act(rotateSigningKey, addDays(now, 1))).rotated).toBe(true)
  })

  it('a key is published until its last proof is over, and then no more', async () => {
    const [first] = await inState('active')
    await act(rotateSigningKey)
    const over = addDays(now, longestProofDays)
    expect(await act(retireOldKeys, addDays(over, -1))).toBe(0)
    expect(await act(retireOldKeys, over)).toBe(1)
    expect(await inState('retiring')).toEqual([])
    const { keys: published } = await new SigningKeys(database).jwks()
    expect(published.map(({ kid }) => kid)).not.toContain(first?._id)
  })
})

describe('[LIC-6] the key set under the root', () => {
  const check = (jwt: string | undefined, rules: object = {}) =>
    verifyKeySet(jwt ?? '', { root: root.public, issuer, now, ...rules })

  it('names exactly the keys that are ours, the next one too, for ninety days', async () => {
    const set = await act((tx) => certifyKeySet({ tx, root, issuer }))
    const { keys: published } = await new SigningKeys(database).jwks()
    const result = check(set.jwt)
    expect(result).toMatchObject({ ok: true, seq: 1 })
    const xs = (list: readonly { kid: string; x: string }[]) => list.map(({ kid, x }) => kid + x).sort()
    expect(result.ok && xs(result.keys)).toEqual(xs(published))
    expect(check(set.jwt, { now: addDays(now, 89) }).ok).toBe(true)
    expect(check(set.jwt, { now: addDays(now, 90) })).toEqual({ ok: false, why: 'expired' })
  })

  it('a proof made after a rotation is checked with the set of before it', async () => {
    const set = await act((tx) => certifyKeySet({ tx, root, issuer }))
    await act(rotateSigningKey)
    const trusted = check(set.jwt)
    const rules = { keys: trusted.ok ? trusted.keys : [], issuer, product: 'acme/widgets', now }
    expect(verifyToken(await proof(), rules).ok).toBe(true)
  })

  it('grows by one, is not believed backwards, and another root certifies nothing', async () => {
    const first = await act((tx) => certifyKeySet({ tx, root, issuer }))
    const second = await act((tx) => certifyKeySet({ tx, root, issuer }))
    expect(second.seq).toBe(2)
    expect(check(first.jwt, { seq: 2 })).toEqual({ ok: false, why: 'rollback' })
    const other = makeRootKey().root
    expect(check(signJwt(proofTypes.keySet, { iss: issuer }, other))).toEqual({
      ok: false,
      why: 'key_unknown',
    })
    await expect(act((tx) => certifyKeySet({ tx, root: other, issuer }))).rejects.toMatchObject({
      code: 'key_set_root',
    })
  })

  it('is left alone while it is good, and made anew after a rotation, near its end, for another origin', async () => {
    const ensure = (at = now, iss = issuer) => act((tx) => ensureKeySet({ tx, root, issuer: iss }), at)
    expect([(await ensure()).seq, (await ensure()).seq]).toEqual([1, 1])
    await act(rotateSigningKey)
    expect((await ensure()).seq).toBe(2)
    expect((await ensure(addDays(now, 59))).seq).toBe(2)
    expect((await ensure(addDays(now, 61))).seq).toBe(3)
    expect((await ensure(now, 'https://other.example.com')).seq).toBe(4)
    expect((await currentKeySet(database))?.seq).toBe(4)
  })

  it('is signed on a machine that has only the root, and published only as it was asked for', async () => {
    const claims = await act((tx) => keySetClaims(tx, issuer))
    const jwt = signJwt(proofTypes.keySet, claims, root)
    const store = (text: string) => act((tx) => storeKeySet({ tx, jwt: text, root: root.public, issuer }))
    const [first] = claims.keys
    const foreign = {
      ...claims,
      keys: [{ ...first, x: makeRootKey().root.public.x }, ...claims.keys.slice(1)],
    }
    await expect(store(signJwt(proofTypes.keySet, foreign, root))).rejects.toMatchObject({
      code: 'key_set_outdated',
    })
    expect((await store(jwt)).seq).toBe(1)
    await expect(store(jwt)).rejects.toMatchObject({ code: 'key_set_outdated' })
    await expect(store(`${jwt.slice(0, -4)}AAAA`)).rejects.toMatchObject({ code: 'key_set_invalid' })
  })
})
