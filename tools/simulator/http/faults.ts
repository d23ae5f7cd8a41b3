import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../control/switches'
import { type Answer, send } from './answer'

/** How long a request with the fault "timeout" is held before its connection is cut. */
const heldMs = 120_000

/** What a broken or overloaded provider says. */
export function faultAnswer(status: number): Answer {
  const error =
    status === 429
      ? {
          type: 'invalid_request_error',
          code: 'rate_limit',
          message: 'Too many requests hit the API too quickly.',
        }
      : { type: 'api_error', message: 'An unknown error occurred (switched on in the payment simulator).' }
  return { status, body: JSON.stringify({ error }) }
}

/** Applies a fault to the connection; false when the caller gets no further answer. */
export async function strike(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault.kind === 'delay') {
    await sleep(fault.delayMs)
    return !response.destroyed
  }
  if (fault.kind === 'reset') response.socket?.resetAndDestroy()
  else if (fault.kind === 'status') send(response, faultAnswer(fault.status))
  else {
    const timer = setTimeout(() => response.destroy(), heldMs).unref()
    response.once('close', () => clearTimeout(timer))
  }
  return false
}
