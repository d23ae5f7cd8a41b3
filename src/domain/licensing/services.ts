import type { Database } from '@/platform/database'
import { type Keyring, keyring } from '@/platform/keyring'
import { AttemptLog } from './attempts'
import { databaseLicenses, type LicenseSource } from './licenseSource'
import { LicenseTokens } from './licenseToken'
import { UsageWatch } from './notices/usageWatch'
import { AddressWatch } from './places/addressWatch'
import { PreparedAnswers } from './preparedAnswers'
import { SigningKeys } from './signingKeys'
import { LicenseUses } from './uses'

/** What the license checks of a process hold: made once, stopped with it. */
export interface LicensingServices {
  database: Database
  licenses: LicenseSource
  keys: SigningKeys
  tokens: LicenseTokens
  attempts: AttemptLog
  uses: LicenseUses
  addresses: AddressWatch
  usage: UsageWatch
  keyring: Keyring
  publicUrl: string
  /** Where licenses lie in memory: what was answered of them before. */
  prepared?: PreparedAnswers
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
  const uses = new LicenseUses(database)
  const addresses = new AddressWatch(database)
  const usage = new UsageWatch(database)
  const parts = { licenses, tokens, attempts, uses, addresses, keyring: keyring() }
  return {
    ...parts,
    database,
    keys,
    usage,
    publicUrl,
    ...(licenses.peek ? { prepared: new PreparedAnswers(parts) } : {}),
    async stop() {
      await attempts.stop()
      await uses.stop()
      await addresses.settled()
      await usage.settled()
    },
  }
}
