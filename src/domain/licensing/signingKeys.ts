import type { KeyObject } from 'node:crypto'
import { collectionOf, type Database } from '@/platform/database'
import { openPrivateKey, publicKeyOf } from '@/platform/signing'
import { now } from '@/platform/time'
import { livesAt, type PublicJwk, publicJwkOf } from './proof/liveKeys'
import { signingKeyRecord } from './records'

const freshForMs = 60_000
/** A token with a key id of fantasy may not make us read the database for each request. */
const missPauseMs = 5_000

interface LoadedKeys {
  /** Signs new proofs. */
  active: { kid: string; privateKey: KeyObject }
  /** Checks proofs: next, active and retiring, by kid. */
  publicKeys: Map<string, KeyObject>
  jwks: { keys: PublicJwk[] }
}

/**
 * The keys of this installation's license proofs, as this process holds them: read again each minute, and when a proof
 * names a key that is not known yet. The next key and the retiring ones are published with the active one, so that a
 * proof outlives the rotation and none comes before its key.
 */
export class SigningKeys {
  private loaded: Promise<LoadedKeys> | undefined
  private settled: LoadedKeys | undefined
  private loadedAt = 0

  constructor(private readonly database: Database) {}

  async active(): Promise<LoadedKeys['active']> {
    return (await this.current()).active
  }

  /** The key that signs, if it was read within the last minute: there at once. Undefined: ask `active`. */
  activeNow(): LoadedKeys['active'] | undefined {
    return Date.now() - this.loadedAt < freshForMs ? this.settled?.active : undefined
  }

  /** The public half by its id, or null where no live key has it. */
  async publicKey(kid: string): Promise<KeyObject | null> {
    const known = (await this.current()).publicKeys.get(kid)
    if (known) return known
    if (Date.now() - this.loadedAt < missPauseMs) return null
    return (await this.reload()).publicKeys.get(kid) ?? null
  }

  /** JSON Web Key Set (RFC 7517) of all live keys. */
  async jwks(): Promise<LoadedKeys['jwks']> {
    return (await this.current()).jwks
  }

  private current(): Promise<LoadedKeys> {
    if (this.loaded && Date.now() - this.loadedAt < freshForMs) return this.loaded
    return this.reload()
  }

  /** While the database is away the keys at hand go on; the next request tries again. */
  private reload(): Promise<LoadedKeys> {
    const before = this.loaded
    this.loadedAt = Date.now()
    this.loaded = load(this.database).catch((error: unknown) => {
      this.loaded = before
      this.loadedAt = 0
      if (before) return before
      throw error
    })
    void this.loaded.then(
      (keys) => {
        this.settled = keys
      },
      () => undefined, // told to whoever asked for the keys
    )
    return this.loaded
  }
}

async function load(database: Database): Promise<LoadedKeys> {
  const rows = await collectionOf(database, signingKeyRecord)
    .find(livesAt(now()))
    .sort({ createdAt: -1 })
    .toArray()
  const active = rows.find((row) => row.state === 'active')
  if (!active) throw new Error('there is no active license signing key: run the migrations')
  return {
    active: { kid: active._id, privateKey: openPrivateKey(active._id, active.sealedPrivate) },
    publicKeys: new Map(rows.map((row) => [row._id, publicKeyOf(row.publicJwk)])),
    jwks: { keys: rows.map(publicJwkOf) },
  }
}
