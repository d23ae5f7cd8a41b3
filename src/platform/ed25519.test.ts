import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signEd25519 } from './ed25519'

describe('[LIC-6] Ed25519', () => {
  it('signs exactly as node:crypto does, whatever the text and the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
        const { privateKey, publicKey } = generateKeyPairSync('ed25519')
        const signature = signEd25519(text, privateKey)
        expect(signature).toBe(sign(null, Buffer.from(text), privateKey).toString('base64url'))
        expect(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('keeps two keys apart', () => {
    const first = generateKeyPairSync('ed25519')
    const second = generateKeyPairSync('ed25519')
    const signature = () => signEd25519('same', first.privateKey)
    expect(signEd25519('same', second.privateKey)).not.toBe(signature())
    expect(signature()).toBe(signature())
  })
})
