import { z } from 'zod'
import { maxFileDays } from '@/domain/licensing/proof/fileTerms'
import { makeLicenseFile } from '@/domain/licensing/proof/licenseFile'
import type { LicensingServices } from '@/domain/licensing/services'
import { now as clockNow } from '@/platform/time'
import { type Endpoint, jsonResponse, parseInput, withCors } from '../http'
import { oncePerKey } from '../idempotencyKey'
import { callerOf, ownerOfKey } from './licenseCredential'
import { licenseKeyText, placeText, productHandle } from './licenseFields'

/** The body of a license file. Unknown fields are refused: a misspelt `fingerprint` would bind the file to no machine. */
export const licenseFileBody = z.strictObject({
  key: licenseKeyText,
  product: productHandle,
  fingerprint: placeText.fingerprint.nullish(),
  days: z.number().int().min(1).max(maxFileDays),
})

/** `POST /api/v1/license/file`: a signed license file for a machine without network (LIC-6). */
export const licenseFileEndpoint = (services: LicensingServices): Endpoint =>
  withCors('POST', async (request, { database }) => {
    const { key, product, days, fingerprint } = parseInput(licenseFileBody, await request.body())
    const now = clockNow()
    const input = { product, days, fingerprint: fingerprint ?? null }
    const run = async () => {
      const file = await makeLicenseFile({
        services,
        request: { key, ...input },
        caller: callerOf(request),
        now,
      })
      return { ...file, issuedAt: file.issuedAt.toISOString(), expiresAt: file.expiresAt.toISOString() }
    }
    const owner = request.headers.has('idempotency-key')
      ? await ownerOfKey(services, { key, product }, now)
      : null
    return jsonResponse(await oncePerKey(request, { database, owner, input, now, run }))
  })
