import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { productTypes } from '@/domain/catalog/records'
import { Keyring } from '@/platform/keyring'
import { hashesOfKey, keyTypes, makeLicenseKey, maskKey, newestHashOfKey, parseLicenseKey } from './key'

const root = (kid: string, byte: number) => `${kid}:${Buffer.alloc(32, byte).toString('base64url')}`
const ring = Keyring.parse(root('a', 1))
const rotated = Keyring.parse(`${root('b', 2)},${root('a', 1)}`)
const other = Keyring.parse(root('c', 3))
const date = new Date('2026-07-24T23:30:00Z')
const shape =
  /^MINTREU-(API|SCRIPT|PLUGIN|PACKAGE|SAAS|THEME|CONSULT)-[A-HJKMNP-Z2-9]{8}-\d{8}-[A-HJKMNP-Z2-9]{16}-[0-9A-F]{8}$/

const anyKey = fc
  .record({ type: fc.constantFrom(...productTypes), sellerId: fc.string({ minLength: 1 }) })
  .map((parts) => makeLicenseKey({ ...parts, date, keyring: ring }))

describe('[LIC-1] license keys', () => {
  it('a new key has the agreed shape and parses to itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...productTypes), fc.string({ minLength: 1 }), (type, sellerId) => {
        const key = makeLicenseKey({ type, sellerId, date, keyring: ring })
        expect(key).toMatch(shape)
        expect(key.split('-')[3]).toBe('20260724')
        expect(parseLicenseKey(key, ring)).toEqual({ kind: 'ours', key, type: keyTypes[type] })
      }),
    )
  })

  it('two keys of one seller share the seller segment and nothing of the random one', () => {
    const make = () => makeLicenseKey({ type: 'theme', sellerId: 'sel_1', date, keyring: ring }).split('-')
    const [first, second] = [make(), make()]
    expect(first[2]).toBe(second[2])
    expect(first[4]).not.toBe(second[4])
    expect(makeLicenseKey({ type: 'theme', sellerId: 'sel_2', date, keyring: ring }).split('-')[2]).not.toBe(
      first[2],
    )
    expect(makeLicenseKey({ type: 'theme', sellerId: 'sel_1', date, keyring: other }).split('-')[2]).not.toBe(
      first[2],
    )
  })

  it('any one character changed makes it malformed', () => {
    fc.assert(
      fc.property(anyKey, fc.nat(), fc.constantFrom(...'ABCDEFGH23456789'), (key, at, letter) => {
        const index = 8 + (at % (key.length - 8))
        fc.pre(key[index] !== letter)
        const changed = key.slice(0, index) + letter + key.slice(index + 1)
        expect(parseLicenseKey(changed, ring).kind).toBe('malformed')
      }),
    )
  })

  it('a pasted key is forgiven its case, blanks, line breaks and dashes', () => {
    fc.assert(
      fc.property(
        anyKey,
        fc.array(fc.tuple(fc.nat(60), fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u200b', '\ufeff'))),
        (key, blanks) => {
          let pasted = key.toLowerCase().replaceAll('-', '\u2013')
          for (const [at, blank] of blanks) pasted = pasted.slice(0, at) + blank + pasted.slice(at)
          expect(parseLicenseKey(pasted, ring)).toMatchObject({ kind: 'ours', key })
        },
      ),
    )
  })

  it('a key made under an older secret still parses, one of another installation does not', () => {
    const key = makeLicenseKey({ type: 'api', sellerId: 'sel_1', date, keyring: ring })
    expect(parseLicenseKey(key, rotated).kind).toBe('ours')
    expect(parseLicenseKey(key, other).kind).toBe('malformed')
    const newer = makeLicenseKey({ type: 'api', sellerId: 'sel_1', date, keyring: rotated })
    expect(parseLicenseKey(newer, ring).kind).toBe('malformed')
  })

  it('a key that begins with no prefix of ours is an imported one, kept as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9 _.:-]{10,60}$/), (text) => {
        const trimmed = text.trim()
        fc.pre(trimmed.length >= 8 && !text.replace(/\s/g, '').toUpperCase().startsWith('MINTREU'))
        expect(parseLicenseKey(text, ring)).toEqual({ kind: 'imported', key: trimmed })
      }),
    )
  })

  it.each([
    ['empty', ''],
    ['shorter than 8 characters', 'ABC-123'],
    ['longer than 255 characters', 'x'.repeat(256)],
    ['with a control character', 'ABCDEFGH\u0007IJ'],
    ['the prefix alone', 'MINTREU-'],
    ['a type that does not exist', 'MINTREU-GAME-ABCDEFGH-20260724-ABCDEFGHABCDEFGH-00000000'],
    ['a megabyte', 'MINTREU-'.repeat(131_072)],
  ])('a text that is %s can be no key', (_, text) => {
    expect(parseLicenseKey(text, ring).kind).toBe('malformed')
  })

  it('random letters are equally likely', () => {
    const seen = new Map<string, number>()
    for (let i = 0; i < 2_000; i++)
      for (const letter of makeLicenseKey({ type: 'api', sellerId: 's', date, keyring: ring }).split(
        '-',
      )[4] ?? '')
        seen.set(letter, (seen.get(letter) ?? 0) + 1)
    // 32,000 letters over 31: about 1,032 each with a deviation of 32; six of them never happens by chance.
    expect(seen.size).toBe(31)
    for (const count of seen.values()) expect(Math.abs(count - 32_000 / 31)).toBeLessThan(192)
  })

  it('bytes that would favor some letters are thrown away', () => {
    let call = 0
    const random = (size: number) => Buffer.alloc(size, call++ === 0 ? 250 : 30)
    const key = makeLicenseKey({ type: 'api', sellerId: 's', date, keyring: ring, random })
    expect(key.split('-')[4]).toBe('9'.repeat(16))
  })

  it('a key is found under every live secret and stored under the newest', () => {
    const key = makeLicenseKey({ type: 'api', sellerId: 's', date, keyring: ring })
    expect(hashesOfKey(key, rotated)).toHaveLength(2)
    expect(hashesOfKey(key, rotated)[0]).toBe(newestHashOfKey(key, rotated))
    expect(hashesOfKey(key, rotated)).toContain(newestHashOfKey(key, ring))
  })

  it('a masked key shows too little to use it', () => {
    const key = makeLicenseKey({ type: 'package', sellerId: 's', date, keyring: ring, random: randomBytes })
    expect(maskKey(key)).toBe(`MINTREU-PACKAGE-…${key.slice(-5)}`)
    expect(maskKey('38b1460a-5104-4067-a91d-77b872934d51')).toBe('…4d51')
  })
})
