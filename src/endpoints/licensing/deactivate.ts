import { z } from 'zod'
import { type DeactivateRequest, deactivate } from '@/domain/licensing/places/deactivate'
import type { LicensingServices } from '@/domain/licensing/services'
import { now as clockNow } from '@/platform/time'
import { type Endpoint, jsonResponse, parseInput, withCors } from '../http'
import { oncePerKey } from '../idempotencyKey'
import { callerOf, ownerOfKey } from './licenseCredential'
import { licenseKeyText, placeText, userText } from './licenseFields'

/** The body of a deactivation: a key, and one place or one user. */
export const deactivateBody = z
  .strictObject({
    key: licenseKeyText,
    activationId: z.string().min(1).max(64).nullish(),
    domain: placeText.domain.nullish(),
    fingerprint: placeText.fingerprint.nullish(),
    user: userText.nullish(),
  })
  .transform(({ key, activationId, domain, fingerprint, user }, context): DeactivateRequest => {
    const named: DeactivateRequest['what'][] = [
      ...(activationId == null ? [] : [{ activationId }]),
      ...(domain == null ? [] : [{ domain }]),
      ...(fingerprint == null ? [] : [{ fingerprint }]),
      ...(user == null ? [] : [{ user }]),
    ]
    const [what] = named
    if (what && named.length === 1) return { key, what }
    context.addIssue({
      code: 'custom',
      path: ['activationId'],
      message: 'Send exactly one of activationId, domain, fingerprint and user.',
    })
    return z.NEVER
  })

/** `POST /api/v1/license/deactivate`: 200 whether or not there was such a place (LIC-5). */
export const deactivateEndpoint = (services: LicensingServices): Endpoint =>
  withCors('POST', async (request, { database }) => {
    const input = parseInput(deactivateBody, await request.body())
    const now = clockNow()
    const run = async () => ({
      ...(await deactivate({ services, request: input, caller: callerOf(request), now })),
    })
    const owner = request.headers.has('idempotency-key') ? await ownerOfKey(services, input, now) : null
    return jsonResponse(await oncePerKey(request, { database, owner, input: input.what, now, run }))
  })
