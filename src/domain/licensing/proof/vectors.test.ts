import { describe, expect, it } from 'vitest'
import clock from '../vectors/clock.json'
import files from '../vectors/files.json'
import keySets from '../vectors/keySets.json'
import revocations from '../vectors/revocations.json'
import tokens from '../vectors/tokens.json'
import { clockOf } from './clockOf'
import { verifyKeySet, verifyRevocations } from './verifyLists'
import { type ProofRules, verifyFile, verifyToken } from './verifyProof'

interface CaseRules {
  now?: string
  domain?: string
  fingerprint?: string
  nonce?: string
  releasedAt?: string
  features?: string[]
  revoked?: string[]
  suspended?: string[]
  seq?: number
}

const text = (check: { ok: true } | { ok: false; why: string }): string => (check.ok ? 'ok' : check.why)

/** The rules of a file of vectors with those of one case over them. */
function rulesOf(
  { issuer, product, keys, now }: { issuer: string; product: string; keys: ProofRules['keys']; now: string },
  { releasedAt, revoked = [], suspended = [], now: own, ...rules }: CaseRules = {},
): ProofRules {
  return {
    ...{ issuer, product, keys },
    now: new Date(own ?? now),
    ...rules,
    ...(releasedAt ? { releasedAt: new Date(releasedAt) } : {}),
    revocations: { revoked: new Set(revoked), suspended: new Set(suspended) },
  }
}

interface Case {
  name: string
  expect: string
  rules?: CaseRules
}
const listed = <T extends Case>(cases: readonly T[]) => cases.map((one) => [one.name, one] as const)

describe('[LIC-6] the reference verifier says of each vector what it must', () => {
  it.each(listed(tokens.cases))('a proof: %s', (_, { token, rules, expect: answer }) => {
    expect(text(verifyToken(token, rulesOf(tokens, rules)))).toBe(answer)
  })

  it.each(listed(files.cases))('a license file: %s', (_, { file, rules, expect: answer }) => {
    expect(text(verifyFile(file, rulesOf(files, rules)))).toBe(answer)
  })

  it.each(listed<Case & { jwt: string }>(keySets.cases))('a key set: %s', (_, { jwt, rules, ...one }) => {
    const { root, issuer, now } = keySets
    const check = verifyKeySet(jwt, { root, issuer, now: new Date(now), ...dated(rules) })
    expect(text(check)).toBe(one.expect)
  })

  it.each(listed(keySets.chains))('a proof under a key set: %s', (_, { keySet, token, expect: answer }) => {
    const { root, issuer, product, now } = keySets
    const set = verifyKeySet(keySet, { root, issuer, now: new Date(now) })
    expect(set.ok).toBe(true)
    const keys = set.ok ? set.keys : []
    expect(text(verifyToken(token, rulesOf({ issuer, product, keys, now })))).toBe(answer)
  })

  it.each(listed<Case & { jwt: string }>(revocations.cases))(
    'a revocation list: %s',
    (_, { jwt, rules, ...one }) => {
      const { keys, issuer, now } = revocations
      const check = verifyRevocations(jwt, { keys, issuer, now: new Date(now), ...dated(rules) })
      expect(text(check)).toBe(one.expect)
    },
  )

  it.each(clock.cases.map((one) => [one.name, one] as const))('a clock: %s', (_, { now, marks, ...one }) => {
    const read = clockOf(
      new Date(now),
      marks.map((mark) => new Date(mark)),
    )
    expect({ ...read, now: read.now.toISOString() }).toEqual(one.expect)
  })
})

const dated = ({ now, seq }: CaseRules = {}) => ({
  ...(now ? { now: new Date(now) } : {}),
  ...(seq === undefined ? {} : { seq }),
})

describe('[LIC-6] the vectors cover', () => {
  it('every refusal that the verifier knows', () => {
    const met = new Set(
      [tokens.cases, files.cases, keySets.cases, keySets.chains, revocations.cases]
        .flat()
        .map((one) => one.expect),
    )
    const known = [
      ...['ok', 'malformed', 'algorithm', 'type', 'key_unknown', 'signature', 'issuer', 'product'],
      ...['not_yet', 'expired', 'nonce', 'fingerprint', 'domain', 'refused', 'revoked', 'suspended'],
      ...['update_window', 'feature', 'rollback'],
    ]
    expect([...met].sort()).toEqual(known.sort())
  })
})
