import { fileText } from '@/domain/licensing/proof/fileText'
import type { ProofRefusal } from '@/domain/licensing/proof/verifyProof'
import { jwtBy, type TestKey } from './testKeys'
import { at, claims, day, header, issuer, keyOne, now, product, stranger, trusted } from './tokens'

interface FileCase {
  name: string
  file: string
  rules?: { now?: string; fingerprint?: string; releasedAt?: string; revoked?: string[] }
  expect: 'ok' | ProofRefusal
}

const words = [`License file of ${product}, license ${claims.sub}.`, '']
const token = (change: object = {}, headerChange: object = {}, key: TestKey = keyOne) =>
  jwtBy(
    key,
    { ...header, typ: 'license-file+jwt', ...headerChange },
    { ...claims, jti: 'evt_0000000000test', exp: at + 300 * day, fpr: 'machine-1', ...change },
  )
const good = fileText.write(token(), words)
const here = { fingerprint: 'machine-1' }
const twice = good + good

const cases: FileCase[] = [
  { name: 'a license file on its machine', file: good, rules: here, expect: 'ok' },
  { name: 'without the words above it', file: fileText.write(token(), []), rules: here, expect: 'ok' },
  { name: 'with line ends of Windows', file: good.replaceAll('\n', '\r\n'), rules: here, expect: 'ok' },
  {
    name: 'indented, with text around it',
    file: `Hello\n${good.replace(/^/gm, '  ')}\nBye`,
    rules: here,
    expect: 'ok',
  },
  { name: 'the bare token', file: token(), rules: here, expect: 'ok' },
  { name: 'that names no machine', file: fileText.write(token({ fpr: undefined }), words), expect: 'ok' },
  {
    name: 'with other words above it: they mean nothing',
    file: good.replace(product, 'acme/other'),
    rules: here,
    expect: 'ok',
  },
  { name: 'empty', file: '', rules: here, expect: 'malformed' },
  { name: 'without its last line', file: good.split('-----END')[0] ?? '', rules: here, expect: 'malformed' },
  { name: 'two blocks', file: twice, rules: here, expect: 'malformed' },
  { name: 'on another machine', file: good, rules: { fingerprint: 'machine-2' }, expect: 'fingerprint' },
  { name: 'bound to a machine while none is said', file: good, expect: 'fingerprint' },
  {
    name: 'on a machine whose name begins alike',
    file: good,
    rules: { fingerprint: 'machine-10' },
    expect: 'fingerprint',
  },
  { name: 'at its end', file: good, rules: { ...here, now: '2027-03-28T12:00:00.000Z' }, expect: 'expired' },
  {
    name: 'made in the future',
    file: fileText.write(token({ iat: at + day }), words),
    rules: here,
    expect: 'not_yet',
  },
  {
    name: 'an online proof in its place',
    file: fileText.write(jwtBy(keyOne, header, claims), words),
    rules: here,
    expect: 'type',
  },
  {
    name: 'signed again by a stranger',
    file: fileText.write(token({}, {}, stranger), words),
    rules: here,
    expect: 'signature',
  },
  {
    name: 'of another product',
    file: fileText.write(token({ aud: 'acme/other' }), words),
    rules: here,
    expect: 'product',
  },
  { name: 'of a revoked license', file: good, rules: { ...here, revoked: [claims.sub] }, expect: 'revoked' },
  {
    name: 'for a version from after its update window',
    file: fileText.write(token({ upd_until: at }), words),
    rules: { ...here, releasedAt: '2026-06-02T00:00:00.000Z' },
    expect: 'update_window',
  },
]

export const fileVectors = {
  about:
    'License files: one block with a token (typ license-file+jwt) in lines between its marks; whatever stands around it means nothing. Same keys and rules as in tokens.json.',
  ...{ issuer, product, now, keys: trusted },
  cases,
}
