import { z } from 'zod'
import { activate } from '@/domain/licensing/places/activate'
import { environments } from '@/domain/licensing/records'
import type { LicensingServices } from '@/domain/licensing/services'
import { now as clockNow } from '@/platform/time'
import { type Endpoint, jsonResponse, parseInput, withCors } from '../http'
import { oncePerKey } from '../idempotencyKey'
import { callerOf, ownerOfKey } from './licenseCredential'
import { licenseKeyText, placeText, productHandle } from './licenseFields'

/** The body of an activation; it names a place. Unknown fields are refused: a misspelt `environment` would take a seat. */
export const activateBody = z
  .strictObject({
    key: licenseKeyText,
    product: productHandle,
    domain: placeText.domain.nullish(),
    fingerprint: placeText.fingerprint.nullish(),
    label: z.string().trim().min(1).max(100).nullish(),
    environment: z.enum(environments).nullish(),
  })
  .refine(({ domain, fingerprint }) => domain != null || fingerprint != null, {
    path: ['domain'],
    message: 'Say which place it is: domain or fingerprint.',
  })

/** `POST /api/v1/license/activate`: 200 for every verdict; the same place twice is the same activation (LIC-5). */
export const activateEndpoint = (services: LicensingServices): Endpoint =>
  withCors('POST', async (request, { database }) => {
    const { key, ...input } = parseInput(activateBody, await request.body())
    const now = clockNow()
    const run = () =>
      activate({
        services,
        request: {
          key,
          product: input.product,
          domain: input.domain ?? null,
          fingerprint: input.fingerprint ?? null,
          label: input.label ?? null,
          environment: input.environment ?? 'production',
        },
        caller: callerOf(request),
        now,
      })
    const owner = request.headers.has('idempotency-key')
      ? await ownerOfKey(services, { key, product: input.product }, now)
      : null
    return jsonResponse(await oncePerKey(request, { database, owner, input, now, run }))
  })
