import type { Database } from '@/platform/database'
import { type Keyring, keyring } from '@/platform/keyring'
import { AttemptLog } from './attempts'
import { databaseLicenses, type LicenseSource } from './licenseSource'
import { LicenseTokens } from './licenseToken'
import { SigningKeys } from './signingKeys'

/** What the license checks of a process hold: made once, stopped with it. */
export interface LicensingServices {
  database: Database
  licenses: LicenseSource
  keys: SigningKeys
  tokens: LicenseTokens
  attempts: AttemptLog
  keyring: Keyring
  publicUrl: string
  /** Writes what waits; call it before the database is closed. */
  stop(): Promise<void>
}

interface LicensingSettings {
  database: Database
  /** The public origin: `iss` of proofs, and where remedies lie. */
  publicUrl: string
  /** Where licenses are read; by default straight from the database. */
  licenses?: LicenseSource
}

export function createLicensingServices({
  database,
  publicUrl,
  licenses = databaseLicenses(database),
}: LicensingSettings): LicensingServices {
  const keys = new SigningKeys(database)
  const tokens = new LicenseTokens(keys, publicUrl)
  const attempts = new AttemptLog(database)
  return {
    database,
    licenses,
    keys,
    tokens,
    attempts,
    keyring: keyring(),
    publicUrl,
    stop: () => attempts.stop(),
  }
}
