import { type Endpoint, withOpenCors } from '../http'
import type { PaceKind, PublicGate } from './publicGate'
import type { Scope } from './scope'
import { refusal } from './unavailablePage'

/** An endpoint within the pace of its callers; a refusal can be read by any page, as the answer could. */
export const paced =
  (gate: PublicGate, kind: PaceKind, endpoint: Endpoint): Endpoint =>
  async (request, context) => {
    try {
      if (request.method !== 'OPTIONS') gate.take(kind, request.address)
    } catch (error) {
      const accept = request.headers.get('accept') ?? undefined
      return withOpenCors(refusal(error, { accept }, request.requestId))
    }
    return endpoint(request, context)
  }

/** The same for what speaks with the connection itself. */
export const pacedConnection =
  (gate: PublicGate, kind: PaceKind, connection: (scope: Scope) => Promise<void>) =>
  async (scope: Scope): Promise<void> => {
    gate.take(kind, scope.address)
    return connection(scope)
  }
