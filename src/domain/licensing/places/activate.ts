import { databaseLicenses } from '../licenseSource'
import type { LicensingServices } from '../services'
import type { ValidateAnswer } from '../validateAnswer'
import { type Caller, type ValidateRequest, validateLicense } from '../validateLicense'

/** What a validation answers, with `activated` for `valid`: the ladder is the same. */
export type ActivateAnswer = Omit<ValidateAnswer, 'valid' | 'nonce'> & { activated: boolean }

interface Activate {
  services: LicensingServices
  /** By key, and naming a place. */
  request: Pick<ValidateRequest, 'product' | 'domain' | 'fingerprint' | 'environment' | 'label'> & {
    key: string
  }
  caller: Caller
  now: Date
}

/**
 * Binds a place to a license and proves it: a validation that is asked on purpose. The same place again is the same
 * activation; a development host is activated without one. Read past every cache, so that a seat given back a moment ago
 * is there.
 */
export async function activate({ services, request, caller, now }: Activate): Promise<ActivateAnswer> {
  const { key, ...place } = request
  const {
    valid,
    nonce: _,
    ...answer
  } = await validateLicense({
    services: { ...services, licenses: databaseLicenses(services.database) },
    request: { ...place, credential: { key }, version: null, features: [], nonce: null },
    caller,
    now,
  })
  return { activated: valid, ...answer }
}
