import { certifyKeySet } from '@/domain/licensing/proof/keySet'
import { makeRootKey } from '@/domain/licensing/proof/rootKey'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { publicUrl } from './edge'
import { issuedLicense, type SoldFields } from './licenseFixtures'

/** Made long ago, so that a license may have had a life. */
export const fuzzedSince = (): Date => addDays(new Date(), -40)

/** One license of each kind that is answered in a way of its own. @returns their keys; the first is of `acme/widgets`. */
export async function licensesToFuzz(database: Database): Promise<string[]> {
  const kinds: [SoldFields, object][] = [
    [{ terms: { activations: null, features: ['reports'] } }, {}],
    [{ terms: { activations: 2, graceDays: 7, users: 3 } }, {}],
    [{ terms: { term: 'monthly' } }, {}],
    [{ terms: { domains: ['*.example.com'] } }, {}],
    [{ terms: { ipRules: ['198.18.0.0/17'] } }, {}],
    [{}, { status: 'revoked', reason: 'refunded' }],
    [{}, { status: 'suspended', reason: 'disputed' }],
    [{ handle: 'acme/other' }, {}],
  ]
  const keys: string[] = []
  for (const [fields, change] of kinds) {
    const { key } = await issuedLicense(database, fields, { at: fuzzedSince(), change })
    keys.push(key)
  }
  return keys
}

/** Without it there is no certified key set to ask for. */
export async function certifyKeysToFuzz(database: Database): Promise<void> {
  const { root } = makeRootKey()
  await transact(database, { actor: systemActor('test') }, (tx) =>
    certifyKeySet({ tx, root, issuer: publicUrl, replacesRoot: true }),
  )
}
