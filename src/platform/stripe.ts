import Stripe from 'stripe'
import { z } from 'zod'
import type { Environment } from './env'
import { CodedError } from './errors'

/** The version that the package speaks and the simulator validates against: never the account's default. */
const apiVersion = '2026-10-28.endive'

type StripeSettings = Pick<Environment, 'STRIPE_SECRET_KEY' | 'STRIPE_API_BASE'>

/**
 * The payment provider's client: pinned version, two retries of its own (it sends an idempotency key with them),
 * and the simulator's host where STRIPE_API_BASE names one.
 */
export function stripeClient(env: StripeSettings): Stripe {
  return new Stripe(env.STRIPE_SECRET_KEY, {
    apiVersion,
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
    appInfo: { name: 'Mintreu Marketplace' },
    ...(env.STRIPE_API_BASE ? hostOverride(new URL(env.STRIPE_API_BASE)) : {}),
  })
}

/** Where the simulator is that this client speaks to; undefined: to the provider itself. */
export function simulatorUrlOf(stripe: Stripe): string | undefined {
  const host = String(stripe.getApiField('host'))
  if (host === 'api.stripe.com') return undefined
  return `${stripe.getApiField('protocol')}://${host}:${stripe.getApiField('port')}`
}

function hostOverride(base: URL) {
  const protocol = base.protocol === 'http:' ? ('http' as const) : ('https' as const)
  return { host: base.hostname, port: base.port || (protocol === 'http' ? 80 : 443), protocol }
}

const refusal = () =>
  new CodedError({
    status: 400,
    code: 'signature_invalid',
    detail: 'The signature is missing, too old, or not made over these bytes with our secret.',
  })

/** What an event of the provider has at least; its object is fetched anew, never believed from here. */
const envelopeSchema = z.looseObject({ id: z.string().min(1).max(200), type: z.string().min(1).max(200) })
export type StripeEnvelope = z.infer<typeof envelopeSchema>

/**
 * Verifies a webhook over its raw bytes, at most five minutes old by the machine's clock.
 * @throws CodedError 400 `signature_invalid`, also for rightly signed bytes that are no event.
 */
export function verifyStripeEvent(
  rawBody: Buffer,
  header: string | undefined,
  secret: string,
): StripeEnvelope {
  const { signature, DEFAULT_TOLERANCE } = Stripe.webhooks
  if (!header || !signature || !/^\w+=[^,]+(,\w+=[^,]+)*$/.test(header)) throw refusal()
  try {
    // The machine's clock, not the installation's: a signature's age is about the network.
    signature.verifyHeader(rawBody, header, secret, DEFAULT_TOLERANCE)
    return envelopeSchema.parse(JSON.parse(rawBody.toString('utf8')))
  } catch (error) {
    const isRefused =
      error instanceof Stripe.errors.StripeSignatureVerificationError ||
      error instanceof SyntaxError ||
      error instanceof z.ZodError
    throw isRefused ? refusal() : error
  }
}

/** Signs a body as the provider does; for tests. */
export const signStripePayload = (payload: string, secret: string, at: Date = new Date()): string =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(at.getTime() / 1_000),
  })

/** The provider understood what we asked and will not do it, however often it is asked: more than was left of a charge. */
export const isProviderRefusal = (error: unknown): error is Error =>
  error instanceof Stripe.errors.StripeInvalidRequestError

/** Nobody knows what became of what we asked: no answer, a broken one, or asked too often. Asking again may help. */
export const isProviderAway = (error: unknown): error is Error =>
  error instanceof Stripe.errors.StripeConnectionError ||
  error instanceof Stripe.errors.StripeRateLimitError ||
  isProviderFault(error)

/** A broken answer (5xx): the provider repeats it under the same idempotency key for a day, whatever happened. */
export const isProviderFault = (error: unknown): error is Error =>
  error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 500) >= 500

export type { Stripe }
