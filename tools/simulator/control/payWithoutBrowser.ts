import { z } from 'zod'
import { ApiError } from '../http/errors'
import { knownEmailOf, successUrlOf } from '../pages/routes'
import { cardDigits } from '../payments/cards'
import { type AttemptResult, answerChallenge, attemptPayment, expireDueSessions } from '../payments/checkout'
import type { Simulator } from '../simulator'

const paySchema = z.strictObject({
  card: z.string().default('4242424242424242'),
  email: z.email().optional(),
  name: z.string().min(1).default('Test Buyer'),
  /** What the buyer answers to a 3-D Secure challenge; "leave" stays on the bank's page. */
  challenge: z.enum(['complete', 'fail', 'leave']).default('complete'),
})

/** Pays an open session as the hosted page would, and says how it ended. */
export function newCardAttempt(sim: Simulator, sessionId: string, body: unknown): object {
  const { card, email, name, challenge } = paySchema.parse(body)
  expireDueSessions(sim)
  const session = sim.store.get('checkout_sessions', sessionId)
  if (session === undefined) throw refusal(404, `No such checkout session: '${sessionId}'`)
  if (session.status !== 'open') throw refusal(409, `The session is ${session.status} and takes no payment`)
  const address = knownEmailOf(sim, session) ?? email
  if (address === undefined) throw refusal(400, 'The session knows no email address: give one')
  const buyer = { email: address, name }
  const expiry = { month: 12, year: 2034 }
  const first = attemptPayment(sim, { session, digits: cardDigits(card), expiry, buyer })
  const result =
    first.outcome === 'authenticate' && challenge !== 'leave' ? answered(sim, sessionId, challenge) : first
  const after = sim.store.get('checkout_sessions', sessionId) ?? session
  const successUrl = result.outcome === 'paid' ? successUrlOf(after) : null
  return {
    ...result,
    session: sessionId,
    paymentIntent: after.payment_intent,
    status: after.status,
    successUrl,
  }
}

function answered(sim: Simulator, sessionId: string, challenge: 'complete' | 'fail'): AttemptResult {
  const result = answerChallenge(sim, sessionId, challenge === 'complete')
  if (result === null) throw refusal(409, 'The challenge is no longer open')
  return result
}

function refusal(status: number, message: string): ApiError {
  return new ApiError(status, { type: 'invalid_request_error', message })
}
