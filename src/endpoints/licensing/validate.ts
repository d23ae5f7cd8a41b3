import { z } from 'zod'
import { environments } from '@/domain/licensing/records'
import { shapeOf } from '@/domain/licensing/requestShape'
import type { LicensingServices } from '@/domain/licensing/services'
import { type ValidateRequest, validateLicense } from '@/domain/licensing/validateLicense'
import { now } from '@/platform/time'
import { type Endpoint, type EndpointRequest, jsonResponse, parseInput, withCors } from '../http'
import { callerOf } from './licenseCredential'
import { licenseKeyText, placeText, productHandle, shortText, userText } from './licenseFields'

/**
 * The body of a validation (LIC-4). Unknown fields are refused: a misspelt `domain` or `features` would be a check that
 * nobody makes. Optional fields may be null.
 */
export const validateBody = z
  .strictObject({
    key: licenseKeyText.nullish(),
    token: z.string().max(8_192).nullish(),
    publicId: z.string().max(64).nullish(),
    product: productHandle.nullish(),
    domain: placeText.domain.nullish(),
    fingerprint: placeText.fingerprint.nullish(),
    version: shortText(64).nullish(),
    features: z.array(shortText(64)).max(50).nullish(),
    environment: z.enum(environments).nullish(),
    nonce: shortText(128).nullish(),
    user: userText.nullish(),
  })
  .transform((body, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
      return z.NEVER
    }
    const credential = credentialOf(body)
    if (!credential) return refuse('key', 'Send exactly one of key, token and publicId.')
    if (body.key != null && body.product == null)
      return refuse('product', 'Say which product asks, as {seller}/{product}.')
    return {
      credential,
      product: body.product ?? null,
      domain: body.domain ?? null,
      fingerprint: body.fingerprint ?? null,
      version: body.version ?? null,
      features: body.features ?? [],
      environment: body.environment ?? 'production',
      saysEnvironment: body.environment != null,
      nonce: body.nonce ?? null,
      user: body.user ?? null,
    }
  })

type Credential = { key: string } | { token: string } | { publicId: string }

/** null for none and for more than one. */
function credentialOf({ key, token, publicId }: Partial<Record<string, unknown>>): Credential | null {
  const sent: Credential[] = [
    ...(typeof key === 'string' ? [{ key }] : []),
    ...(typeof token === 'string' ? [{ token }] : []),
    ...(typeof publicId === 'string' ? [{ publicId }] : []),
  ]
  return sent.length === 1 ? (sent[0] ?? null) : null
}

/** `POST /api/v1/license/validate`: 200 for every verdict; the key is the credential, any origin may ask. */
export const validateEndpoint = (services: LicensingServices): Endpoint =>
  withCors('POST', async (request) => {
    const body = await request.body()
    const { credential, ...asked } = parseInput(validateBody, body)
    return jsonResponse(
      await validateLicense({
        services,
        request: { ...asked, credential: withOrigin(credential, request) },
        shape: shapeOf(body),
        caller: callerOf(request),
        now: now(),
      }),
    )
  })

/** A public id is worth something only on a page of its domain, which the browser states. */
const withOrigin = (credential: Credential, { origin }: EndpointRequest): ValidateRequest['credential'] =>
  'publicId' in credential ? { ...credential, origin } : credential
