import type { PublicKey } from '@/domain/licensing/proof/openJwt'
import type { ListRefusal } from '@/domain/licensing/proof/verifyLists'
import type { ProofRefusal } from '@/domain/licensing/proof/verifyProof'
import { jwtBy, type TestKey, testKey } from './testKeys'
import { at, claims, day, header, issuer, keyOne, keyTwo, now, product, stranger, trusted } from './tokens'

const root = testKey('test_root')
const falseRoot = testKey('test_root_of_a_stranger')
const jwk = (key: PublicKey) => ({ ...key, alg: 'EdDSA', use: 'sig' })
const setHeader = { alg: 'EdDSA', typ: 'license-keys+jwt', kid: 'test_root' }
const setClaims = { iss: issuer, seq: 7, iat: at - day, exp: at + 89 * day, keys: trusted.map(jwk) }
const set = (change: object = {}, headerChange: object = {}, key: TestKey = root) =>
  jwtBy(key, { ...setHeader, ...headerChange }, { ...setClaims, ...change })

interface ListCase {
  name: string
  jwt: string
  rules?: { now?: string; seq?: number }
  expect: 'ok' | ListRefusal
}

const setCases: ListCase[] = [
  { name: 'the keys as the root certified them', jwt: set(), expect: 'ok' },
  { name: 'the same number again', jwt: set(), rules: { seq: 7 }, expect: 'ok' },
  { name: 'an older one than was seen', jwt: set(), rules: { seq: 8 }, expect: 'rollback' },
  { name: 'certified by no root: under its id', jwt: set({}, {}, falseRoot), expect: 'signature' },
  {
    name: 'certified by another root',
    jwt: set({}, { kid: falseRoot.public.kid }, falseRoot),
    expect: 'key_unknown',
  },
  {
    name: 'certified by a signing key',
    jwt: set({}, { kid: 'test_key_one' }, keyOne),
    expect: 'key_unknown',
  },
  {
    name: 'certified by a signing key under the id of the root',
    jwt: set({}, {}, keyOne),
    expect: 'signature',
  },
  {
    name: 'with the key to check it in its header',
    jwt: set({}, { jwk: falseRoot.public }, falseRoot),
    expect: 'algorithm',
  },
  { name: 'of another kind', jwt: set({}, { typ: 'license+jwt' }), expect: 'type' },
  { name: 'of another marketplace', jwt: set({ iss: 'https://other.example.com' }), expect: 'issuer' },
  { name: 'at its end', jwt: set(), rules: { now: '2026-08-29T12:00:00.000Z' }, expect: 'expired' },
  { name: 'made in the future', jwt: set({ iat: at + 301 }), expect: 'not_yet' },
  { name: 'without a number', jwt: set({ seq: undefined }), expect: 'malformed' },
  {
    name: 'with one id for two keys',
    jwt: set({ keys: [jwk(keyOne.public), { ...jwk(keyTwo.public), kid: 'test_key_one' }] }),
    expect: 'malformed',
  },
  {
    name: 'with a key of another kind',
    jwt: set({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'test_key_one' }] }),
    expect: 'malformed',
  },
  { name: 'without keys', jwt: set({ keys: undefined }), expect: 'malformed' },
]

interface ChainCase {
  name: string
  keySet: string
  token: string
  expect: 'ok' | ProofRefusal
}

const own = set()
const onlyTwo = set({ keys: [jwk(keyTwo.public)] })
const chains: ChainCase[] = [
  { name: 'a proof by a certified key', keySet: own, token: jwtBy(keyOne, header, claims), expect: 'ok' },
  {
    name: 'a proof by a stranger’s key beside the genuine set',
    keySet: own,
    token: jwtBy(stranger, { ...header, kid: stranger.public.kid }, claims),
    expect: 'key_unknown',
  },
  {
    name: 'a proof by a stranger’s key under a certified id',
    keySet: own,
    token: jwtBy(stranger, header, claims),
    expect: 'signature',
  },
  {
    name: 'a proof that brings a genuine set for a stranger’s key',
    keySet: own,
    token: jwtBy(stranger, { ...header, x5c: [own] }, claims),
    expect: 'algorithm',
  },
  {
    name: 'a proof by a key that is no longer certified',
    keySet: onlyTwo,
    token: jwtBy(keyOne, header, claims),
    expect: 'key_unknown',
  },
  {
    name: 'a proof by the root itself',
    keySet: own,
    token: jwtBy(root, { ...header, kid: 'test_root' }, claims),
    expect: 'key_unknown',
  },
]

export const keySetVectors = {
  about:
    'Key sets under the root (typ license-keys+jwt), and proofs that are checked with what such a set names. `root` is what a client ships.',
  ...{ issuer, product, now, root: root.public },
  cases: setCases,
  chains,
}

const listHeader = { ...header, typ: 'license-revocations+jwt' }
const listClaims = {
  ...{ iss: issuer, seq: 12, iat: at - 60, exp: at + 7 * day },
  ...{ revoked: ['lic_00000000revoked'], suspended: ['lic_0000000resting'] },
}
const list = (change: object = {}, headerChange: object = {}, key: TestKey = keyOne) =>
  jwtBy(key, { ...listHeader, ...headerChange }, { ...listClaims, ...change })

const revocationCases: ListCase[] = [
  { name: 'a list by a certified key', jwt: list(), expect: 'ok' },
  { name: 'nobody on it', jwt: list({ revoked: [], suspended: [] }), rules: { seq: 12 }, expect: 'ok' },
  { name: 'an older one than was seen', jwt: list(), rules: { seq: 13 }, expect: 'rollback' },
  { name: 'by a stranger', jwt: list({}, {}, stranger), expect: 'signature' },
  { name: 'a proof in its place', jwt: jwtBy(keyOne, header, claims), expect: 'type' },
  { name: 'of another marketplace', jwt: list({ iss: 'https://other.example.com' }), expect: 'issuer' },
  { name: 'at its end', jwt: list(), rules: { now: '2026-06-08T12:00:00.000Z' }, expect: 'expired' },
  { name: 'with a text for a list', jwt: list({ revoked: 'lic_00000000revoked' }), expect: 'malformed' },
  { name: 'without the second list', jwt: list({ suspended: undefined }), expect: 'malformed' },
]

export const revocationVectors = {
  about: 'Revocation lists (typ license-revocations+jwt), signed by a certified key.',
  ...{ issuer, now, keys: trusted },
  cases: revocationCases,
}
