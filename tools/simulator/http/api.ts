import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../control/switches'
import { accountApiVersion } from '../events'
import { type Description, explain } from '../openapi/description'
import { requestError } from '../openapi/requestError'
import { unsimulatedParam } from '../openapi/simulated'
import { expandAnswer } from '../resources/expand'
import { apiRoutes } from '../resources/table'
import type { Simulator } from '../simulator'
import { newObjectId } from '../state/ids'
import { type Answer, send } from './answer'
import { authorize } from './authorize'
import { readBody } from './body'
import { ApiError, invalidRequest } from './errors'
import { faultAnswer, strike } from './faults'
import { parseForm } from './form'
import { fingerprintOf, IdempotencyKeys } from './idempotency'
import { type ApiRoute, matchPath } from './routes'

type Bound = {
  route: ApiRoute
  prepare(): void
  run(path: Record<string, string>, raw: object): object
}
type Call = {
  id: string
  method: string
  path: string
  key: string | null
  params: object
  bound: Bound
  pathParams: Record<string, string>
}

/** The provider's API under `/v1`: authorization, validation, idempotency, faults, the act, the checked answer. */
export class Api {
  private readonly bound: readonly Bound[]
  private readonly keys: IdempotencyKeys

  constructor(
    private readonly sim: Simulator,
    description: Description,
    private readonly log: (line: string) => void,
  ) {
    this.bound = apiRoutes.map((route) => this.bind(route, description))
    this.keys = new IdempotencyKeys(sim)
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const id = newObjectId('req')
    response.setHeader('Request-Id', id)
    response.setHeader('Stripe-Version', String(request.headers['stripe-version'] ?? accountApiVersion))
    try {
      const call = await this.read(request, url, id)
      const fault = this.sim.switches.takeFault(call.method, call.path)
      if (fault?.when === 'before' && !(await strike(fault, response))) return
      if (call.key !== null) response.setHeader('Idempotency-Key', call.key)
      await this.perform(call, fault, response)
    } catch (error) {
      if (response.destroyed) return
      send(response, this.refusal(error, id))
    }
  }

  private async read(request: IncomingMessage, url: URL, id: string): Promise<Call> {
    authorize(request.headers.authorization)
    const method = request.method ?? 'GET'
    const found = this.find(method, url.pathname)
    const encoded = method === 'POST' ? await readBody(request) : url.search.slice(1)
    const params = parse(encoded)
    const header = request.headers['idempotency-key']
    const key = method === 'POST' && typeof header === 'string' && header !== '' ? header : null
    return { id, method, path: url.pathname, key, params, ...found }
  }

  private find(method: string, pathname: string): { bound: Bound; pathParams: Record<string, string> } {
    for (const bound of this.bound) {
      const pathParams =
        bound.route.method.toUpperCase() === method ? matchPath(bound.route.path, pathname) : null
      if (pathParams !== null) return { bound, pathParams }
    }
    throw new ApiError(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${method}: ${pathname}). The payment simulator does not know it.`,
    })
  }

  /** Runs the call under its idempotency key; the fault decides what the caller gets to see. */
  private async perform(call: Call, fault: Fault | null, response: ServerResponse): Promise<void> {
    const { key } = call
    const fingerprint = fingerprintOf(call.method, call.path, call.params)
    const stored = key === null ? null : this.keys.claim(key, fingerprint)
    if (stored !== null) {
      response.setHeader('Idempotent-Replayed', 'true')
      send(response, stored)
      return
    }
    try {
      const answer = this.act(call, fault, fingerprint)
      if (fault?.when === 'after' && fault.kind !== 'status' && !(await strike(fault, response))) return
      send(response, answer)
    } finally {
      if (key !== null) this.keys.free(key)
    }
  }

  /**
   * The act itself with its stored answer. A refusal by the act is stored too, after its changes are undone;
   * a refusal of the parameters is not, as with the provider.
   */
  private act(call: Call, fault: Fault | null, fingerprint: string): Answer {
    const remember = (answer: Answer) => {
      if (call.key !== null) this.keys.remember(call.key, fingerprint, answer)
      return answer
    }
    const cause = { id: call.id, idempotency_key: call.key }
    const run = () => this.sim.events.causedBy(cause, () => call.bound.run(call.pathParams, call.params))
    try {
      return this.sim.store.commit(() => {
        const body = run()
        const isBroken = fault?.when === 'after' && fault.kind === 'status'
        return remember(isBroken ? faultAnswer(fault.status) : { status: 200, body: JSON.stringify(body) })
      })
    } catch (error) {
      if (error instanceof ParameterRefusal) throw error.refusal
      return this.sim.store.commit(() => remember(this.refusal(error, call.id)))
    }
  }

  /** Compiles one route a turn, so that the first buyer does not wait and the start does not either. */
  async warmUp(): Promise<void> {
    for (const bound of this.bound) {
      await new Promise((resolve) => setImmediate(resolve))
      bound.prepare()
    }
  }

  private bind(route: ApiRoute, description: Description): Bound {
    let ready: Bound['run'] | undefined
    const prepare = () => {
      ready ??= this.compile(route, description)
      return ready
    }
    return { route, prepare, run: (path, raw) => prepare()(path, raw) }
  }

  /** Not part of the start: all validators together take more than a second. */
  private compile(route: ApiRoute, description: Description): Bound['run'] {
    const validate = description.request(route.method, route.path)
    const validateAnswer = description.answer(route.method, route.path)
    const refuse = (raw: object) =>
      new ParameterRefusal(requestError(validate.errors ?? [], (pointer) => valueAt(raw, pointer)))
    const handle = route.bind((raw) => validate(raw) && isSimulated(raw, route.simulated), refuse)
    return (path, raw) => {
      const answer = expandAnswer(this.sim, handle(this.sim, path, raw), expandPaths(raw))
      if (validateAnswer(answer)) return answer
      const reason = explain(validateAnswer.errors)
      throw new Error(`The answer of ${route.method} ${route.path} breaks its schema: ${reason}`)
    }
  }

  private refusal(error: unknown, requestId: string): Answer {
    if (error instanceof ApiError)
      return { status: error.status, body: JSON.stringify({ error: error.body }) }
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.log(`PAYMENT SIMULATOR ERROR in ${requestId}: ${reason}`)
    const message = `The payment simulator failed: ${error instanceof Error ? error.message : String(error)}`
    return { status: 500, body: JSON.stringify({ error: { type: 'api_error', message } }) }
  }
}

/** Marks a refusal of the parameters, whose answer is not kept under the idempotency key. */
class ParameterRefusal extends Error {
  constructor(readonly refusal: ApiError) {
    super(refusal.message)
  }
}

/** True, or throws: a parameter that is known but not acted on is refused like a wrong one. */
function isSimulated(raw: object, simulated: readonly string[]): boolean {
  const param = unsimulatedParam(raw, simulated)
  if (param === null) return true
  const message = `The payment simulator does not simulate the parameter ${param}`
  throw new ParameterRefusal(invalidRequest(message, { code: 'simulator_unsupported', param }))
}

function parse(encoded: string): object {
  try {
    return parseForm(encoded)
  } catch (error) {
    if (error instanceof RangeError) throw invalidRequest(`Invalid parameter name: ${error.message}`)
    throw error
  }
}

function expandPaths(raw: object): string[] {
  const paths = 'expand' in raw ? raw.expand : []
  return Array.isArray(paths) ? paths.map(String) : []
}

function valueAt(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => {
      if (value === null || typeof value !== 'object') return undefined
      return Object.entries(value).find(([name]) => name === key)?.[1]
    }, root)
}
