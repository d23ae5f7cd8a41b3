import { createPublicKey } from 'node:crypto'
import type { ProofRefusal } from '@/domain/licensing/proof/verifyProof'
import { b64, jwtBy, jwtByHmac, testKey, withOtherS } from './testKeys'

export const issuer = 'https://market.example.com'
export const product = 'acme/widgets'
export const now = '2026-06-01T12:00:00.000Z'
export const at = Date.parse(now) / 1_000
export const day = 86_400

export const keyOne = testKey('test_key_one')
export const keyTwo = testKey('test_key_two')
export const stranger = testKey('test_key_of_a_stranger')
export const trusted = [keyOne.public, keyTwo.public]

/** What a program says of itself beside issuer, product, keys and `now`. */
interface CaseRules {
  now?: string
  domain?: string
  fingerprint?: string
  nonce?: string
  releasedAt?: string
  features?: string[]
  revoked?: string[]
  suspended?: string[]
}

export interface TokenCase {
  name: string
  token: string
  rules?: CaseRules
  expect: 'ok' | ProofRefusal
}

export const header = { alg: 'EdDSA', typ: 'license+jwt', kid: 'test_key_one' }
export const claims = {
  ...{ sub: 'lic_0000000000test', aud: product, ent: ['reports'], cls: 'regular' },
  ...{ iat: at - day, nbf: at - day, exp: at + 6 * day, online_by: at + 13 * day },
  ...{ code: 'VALID', valid: true, iss: issuer },
}
const good = jwtBy(keyOne, header, claims)
const [head = '', body = '', signature = ''] = good.split('.')
const by = (change: object, headerChange: object = {}) =>
  jwtBy(keyOne, { ...header, ...headerChange }, { ...claims, ...change })

/** The next letter of the alphabet has other bits where a signature of 64 bytes has none. */
const looseEnd = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.slice(-1)) + 1]
}
const pem = createPublicKey({ key: { ...keyOne.public }, format: 'jwk' })
  .export({ type: 'spki', format: 'pem' })
  .toString()
const raw = Buffer.from(keyOne.public.x, 'base64url')
const hs256 = { ...header, alg: 'HS256' }

const valid: TokenCase[] = [
  { name: 'a proof of a license that is valid', token: good, expect: 'ok' },
  {
    name: 'by the other trusted key',
    token: jwtBy(keyTwo, { ...header, kid: 'test_key_two' }, claims),
    expect: 'ok',
  },
  { name: 'with claims that nobody knows yet', token: by({ later: { a: 1 } }), expect: 'ok' },
  { name: 'of a license in its grace', token: by({ code: 'GRACE' }), expect: 'ok' },
  {
    name: 'with the nonce that was sent',
    token: by({ nonce: 'n-1' }),
    rules: { nonce: 'n-1' },
    expect: 'ok',
  },
  {
    name: 'made five minutes ahead of this clock',
    token: by({ iat: at + 300, nbf: at + 300 }),
    expect: 'ok',
  },
  { name: 'a second before its end', token: by({ exp: at + 1 }), expect: 'ok' },
  {
    name: 'on its domain',
    token: by({ dom: 'shop.example.com' }),
    rules: { domain: 'shop.example.com' },
    expect: 'ok',
  },
  {
    name: 'on its machine',
    token: by({ fpr: 'machine-1' }),
    rules: { fingerprint: 'machine-1' },
    expect: 'ok',
  },
  { name: 'with a feature that it has', token: good, rules: { features: ['reports'] }, expect: 'ok' },
  {
    name: 'for a version from within its update window',
    token: by({ upd_until: at - day }),
    rules: { releasedAt: '2026-05-31T12:00:00.000Z' },
    expect: 'ok',
  },
  {
    name: 'while another license is revoked',
    token: good,
    rules: { revoked: ['lic_0000000other'] },
    expect: 'ok',
  },
]

const forged: TokenCase[] = [
  { name: 'empty', token: '', expect: 'malformed' },
  { name: 'two parts', token: `${head}.${body}`, expect: 'malformed' },
  { name: 'cut before the signature', token: `${head}.${body}.`, expect: 'malformed' },
  { name: 'four parts', token: `${good}.${signature}`, expect: 'malformed' },
  {
    name: 'cut within the signature',
    token: `${head}.${body}.${signature.slice(0, 84)}`,
    expect: 'signature',
  },
  { name: 'padded', token: `${good}==`, expect: 'malformed' },
  { name: 'with a blank at the end', token: `${good} `, expect: 'malformed' },
  { name: 'the same signature in another spelling', token: looseEnd(good), expect: 'malformed' },
  { name: 'the same signature with S + L', token: withOtherS(good), expect: 'signature' },
  { name: 'a list for claims', token: jwtBy(keyOne, header, [claims]), expect: 'malformed' },
  { name: 'no JSON for claims', token: jwtBy(keyOne, header, 'valid'), expect: 'malformed' },
  {
    name: 'changed: valid for ever',
    token: `${head}.${b64({ ...claims, exp: at + 9_999 * day })}.${signature}`,
    expect: 'signature',
  },
  {
    name: 'changed: a refusal turned around',
    token: `${head}.${b64(claims)}.${by({ valid: false }).split('.')[2]}`,
    expect: 'signature',
  },
  {
    name: 'signed again by a stranger under our key id',
    token: jwtBy(stranger, header, claims),
    expect: 'signature',
  },
  {
    name: 'signed by a stranger under an id of theirs',
    token: jwtBy(stranger, { ...header, kid: stranger.public.kid }, claims),
    expect: 'key_unknown',
  },
  {
    name: 'by one of our keys under the id of the other',
    token: by({}, { kid: 'test_key_two' }),
    expect: 'signature',
  },
  { name: 'without a key id', token: by({}, { kid: undefined }), expect: 'key_unknown' },
  { name: 'with a key id that every object has', token: by({}, { kid: '__proto__' }), expect: 'key_unknown' },
  {
    name: 'alg none without a signature',
    token: `${b64({ ...header, alg: 'none' })}.${body}.`,
    expect: 'malformed',
  },
  { name: 'alg none with one', token: by({}, { alg: 'none' }), expect: 'algorithm' },
  { name: 'alg in another case', token: by({}, { alg: 'eddsa' }), expect: 'algorithm' },
  { name: 'no alg', token: by({}, { alg: undefined }), expect: 'algorithm' },
  { name: 'alg RS256', token: by({}, { alg: 'RS256' }), expect: 'algorithm' },
  { name: 'HS256 with the public key as secret', token: jwtByHmac(raw, hs256, claims), expect: 'algorithm' },
  {
    name: 'HS256 with the public key in PEM as secret',
    token: jwtByHmac(pem, hs256, claims),
    expect: 'algorithm',
  },
  { name: 'HS256 with an empty secret', token: jwtByHmac('', hs256, claims), expect: 'algorithm' },
  {
    name: 'HMAC of the public key, called EdDSA',
    token: jwtByHmac(raw, header, claims),
    expect: 'signature',
  },
  {
    name: 'a stranger’s key in the header',
    token: jwtBy(stranger, { ...header, jwk: stranger.public }, claims),
    expect: 'algorithm',
  },
  {
    name: 'an address of keys in the header',
    token: by({}, { jku: 'https://evil.example.net/jwks.json' }),
    expect: 'algorithm',
  },
  { name: 'a certificate in the header', token: by({}, { x5c: ['MIIB'] }), expect: 'algorithm' },
  { name: 'an extension that must be understood', token: by({}, { crit: ['exp2'] }), expect: 'algorithm' },
]

const refused: TokenCase[] = [
  { name: 'of another kind', token: by({}, { typ: 'JWT' }), expect: 'type' },
  { name: 'of no kind', token: by({}, { typ: undefined }), expect: 'type' },
  { name: 'a license file in its place', token: by({}, { typ: 'license-file+jwt' }), expect: 'type' },
  { name: 'of another marketplace', token: by({ iss: 'https://other.example.com' }), expect: 'issuer' },
  { name: 'without an issuer', token: by({ iss: undefined }), expect: 'malformed' },
  { name: 'for another product', token: by({ aud: 'acme/other' }), expect: 'product' },
  { name: 'for a list of products', token: by({ aud: [product] }), expect: 'malformed' },
  { name: 'expired', token: by({ exp: at - 1 }), expect: 'expired' },
  { name: 'at its end', token: by({ exp: at }), expect: 'expired' },
  { name: 'without an end', token: by({ exp: undefined }), expect: 'malformed' },
  { name: 'with a text for an end', token: by({ exp: '9999999999' }), expect: 'malformed' },
  { name: 'without a beginning', token: by({ iat: undefined }), expect: 'malformed' },
  { name: 'made in the future', token: by({ iat: at + 301 }), expect: 'not_yet' },
  { name: 'good from tomorrow on', token: by({ nbf: at + day }), expect: 'not_yet' },
  {
    name: 'read by a clock that was set back',
    token: good,
    rules: { now: '2026-05-01T12:00:00.000Z' },
    expect: 'not_yet',
  },
  { name: 'replayed: another nonce', token: by({ nonce: 'n-1' }), rules: { nonce: 'n-2' }, expect: 'nonce' },
  { name: 'replayed: no nonce', token: good, rules: { nonce: 'n-2' }, expect: 'nonce' },
  {
    name: 'on another machine',
    token: by({ fpr: 'machine-1' }),
    rules: { fingerprint: 'machine-2' },
    expect: 'fingerprint',
  },
  { name: 'bound to a machine while none is said', token: by({ fpr: 'machine-1' }), expect: 'fingerprint' },
  {
    name: 'on another domain',
    token: by({ dom: 'shop.example.com' }),
    rules: { domain: 'example.com' },
    expect: 'domain',
  },
  { name: 'bound to a domain while none is said', token: by({ dom: 'shop.example.com' }), expect: 'domain' },
  { name: 'a genuine refusal', token: by({ valid: false, code: 'EXPIRED' }), expect: 'refused' },
  { name: 'a text for valid', token: by({ valid: 'true' }), expect: 'malformed' },
  { name: 'of a revoked license', token: good, rules: { revoked: [claims.sub] }, expect: 'revoked' },
  { name: 'of a license that rests', token: good, rules: { suspended: [claims.sub] }, expect: 'suspended' },
  {
    name: 'for a version from after its update window',
    token: by({ upd_until: at - day }),
    rules: { releasedAt: '2026-05-31T12:00:01.000Z' },
    expect: 'update_window',
  },
  {
    name: 'with a feature that it has not',
    token: good,
    rules: { features: ['reports', 'api'] },
    expect: 'feature',
  },
]

export const tokenVectors = {
  about:
    'License proofs (header typ license+jwt) and what a verifier must say of them. `keys` are trusted; unless a case says otherwise it is `now`. The keys are test keys: their private halves follow from their names.',
  ...{ issuer, product, now, keys: trusted },
  cases: [...valid, ...forged, ...refused],
}
