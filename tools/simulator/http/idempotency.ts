import { createHash } from 'node:crypto'
import type { Simulator } from '../simulator'
import type { Answer } from './answer'
import { ApiError } from './errors'

/** Simulated seconds after which an answer is forgotten: the provider prunes after 24 hours at the earliest. */
const keptSeconds = 24 * 60 * 60

/** A POST with its `Idempotency-Key`: remembers the first answer and gives it again to a repeat. */
export class IdempotencyKeys {
  private readonly busy = new Set<string>()

  constructor(private readonly sim: Simulator) {}

  /**
   * The stored answer of the key, or null when the request is the first one.
   * Throws 400 `idempotency_error` when the key came with another request before, 409 while that one is running.
   */
  claim(key: string, fingerprint: string): Answer | null {
    if (key.length > 255) {
      throw new ApiError(400, {
        type: 'invalid_request_error',
        message: 'Idempotency keys may be at most 255 characters.',
      })
    }
    if (this.busy.has(key)) {
      throw new ApiError(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: 'There is currently another in-progress request using this Idempotency Key.',
      })
    }
    const stored = this.sim.store.get('idempotency', key)
    if (stored !== undefined && stored.created + keptSeconds > this.sim.clock.nowSeconds()) {
      if (stored.fingerprint === fingerprint) return { status: stored.status, body: stored.body }
      throw new ApiError(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      })
    }
    this.busy.add(key)
    return null
  }

  /** Part of the act that it answers, so that an effect is never on disk without its answer. */
  remember(key: string, fingerprint: string, answer: Answer): void {
    const created = this.sim.clock.nowSeconds()
    this.sim.store.put('idempotency', key, { key, fingerprint, ...answer, created })
  }

  free(key: string): void {
    this.busy.delete(key)
  }
}

/** What must be the same for a repeat: method, path and parameters as they were sent. */
export function fingerprintOf(method: string, path: string, params: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, params]))
    .digest('base64url')
}
