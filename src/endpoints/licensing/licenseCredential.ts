import { licenseOfKey } from '@/domain/licensing/licenseOfKey'
import { databaseLicenses, type LicenseSource } from '@/domain/licensing/licenseSource'
import type { JudgedLicense } from '@/domain/licensing/records'
import type { LicensingServices } from '@/domain/licensing/services'
import type { Caller } from '@/domain/licensing/validateLicense'
import { CodedError } from '@/platform/errors'
import type { EndpointRequest } from '../http'
import { keyOfHeader } from './licenseHeader'

/** Who asks, from the connection. */
export const callerOf = ({ address, userAgent, requestId }: EndpointRequest): Caller => ({
  address,
  userAgent: userAgent?.slice(0, 255) ?? null,
  requestId,
})

/**
 * The license that `Authorization: License <key>` names, in whatever state it is. A key that was replaced opens nothing
 * here: it only keeps its places running.
 * @throws CodedError 401 `key_missing`, 401 `key_invalid` for a key that is none, unknown or replaced.
 */
export async function authorizedLicense(
  request: EndpointRequest,
  { keyring, database }: LicensingServices,
  now: Date,
  licenses: LicenseSource = databaseLicenses(database),
): Promise<JudgedLicense> {
  const key = keyOfHeader(request.headers)
  if (key === undefined)
    throw refused('key_missing', 'Send the license key as `Authorization: License <key>`.')
  const named = await licenseOfKey({ licenses, keyring }, key, now)
  if (!named?.license || named.isRetiringKey)
    throw refused('key_invalid', 'There is no license with this key, or the key was replaced.')
  return named.license
}

const refused = (code: string, detail: string) => new CodedError({ status: 401, code, detail })

/**
 * Names the license of a key for the memory of an `Idempotency-Key`; null for unknown keys and, where a product is asked,
 * for those of other products: to both of them the answers are the same, however often and whatever is asked.
 */
export async function ownerOfKey(
  { keyring, database }: LicensingServices,
  { key, product }: { key: string; product?: string },
  now: Date,
): Promise<string | null> {
  const named = await licenseOfKey({ licenses: databaseLicenses(database), keyring }, key, now)
  const license = named?.license
  if (!license || (product !== undefined && !license.handles.includes(product))) return null
  return license._id
}
