import { z } from 'zod'
import { environments } from '@/domain/licensing/records'
import type { LicensingServices } from '@/domain/licensing/services'
import { type ValidateRequest, validateLicense } from '@/domain/licensing/validateLicense'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse, parseInput, withCors } from '../http'

const text = (max: number) => z.string().min(1).max(max)
const handle = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,60}\/[a-z0-9-]{1,60}$/, 'must be {seller}/{product}')

/**
 * The body of a validation (LIC-4). Unknown fields are refused: a misspelt `domain` or `features` would be a check that
 * nobody makes. Optional fields may be null.
 */
export const validateBody = z
  .strictObject({
    key: z.string().max(1_024).nullish(),
    token: z.string().max(8_192).nullish(),
    publicId: z.string().max(64).nullish(),
    product: handle.nullish(),
    domain: text(300).nullish(),
    fingerprint: text(255).nullish(),
    version: text(64).nullish(),
    features: z.array(text(64)).max(50).nullish(),
    environment: z.enum(environments).nullish(),
    nonce: text(128).nullish(),
  })
  .transform((body, context): ValidateRequest => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
      return z.NEVER
    }
    if (body.publicId != null)
      return refuse('publicId', 'Public ids are not given out yet: send key or token.')
    if ((body.key == null) === (body.token == null))
      return refuse('key', 'Send exactly one of key and token.')
    if (body.key != null && body.product == null)
      return refuse('product', 'Say which product asks, as {seller}/{product}.')
    return {
      credential: body.key != null ? { key: body.key } : { token: body.token ?? '' },
      product: body.product ?? null,
      domain: body.domain ?? null,
      fingerprint: body.fingerprint ?? null,
      version: body.version ?? null,
      features: body.features ?? [],
      environment: body.environment ?? 'production',
      nonce: body.nonce ?? null,
    }
  })

/** `POST /api/v1/license/validate`: 200 for every verdict; the key is the credential, any origin may ask. */
export const validateEndpoint = (services: LicensingServices): Endpoint =>
  withCors('POST', async (request) =>
    jsonResponse(
      await validateLicense({
        services,
        request: parseInput(validateBody, await request.body()),
        caller: {
          address: request.address,
          userAgent: request.userAgent?.slice(0, 255) ?? null,
          requestId: request.requestId,
        },
        now: now(),
      }),
    ),
  )
