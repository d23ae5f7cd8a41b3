import { signingKeyRecord } from '@/domain/licensing/records'
import type { Migration } from '@/platform/schema/migrate'
import { makeKeyPair } from '@/platform/signing'

/** The first key that signs license proofs, so that the first sale finds one. */
export const firstSigningKey: Migration = {
  id: '002-first-signing-key',
  async apply(tx) {
    const { kid, publicJwk, sealedPrivate } = makeKeyPair()
    await tx.of(signingKeyRecord).insert({
      _id: kid,
      purpose: 'license',
      alg: 'EdDSA',
      publicJwk,
      sealedPrivate,
      state: 'active',
      createdAt: tx.now,
    })
  },
}
