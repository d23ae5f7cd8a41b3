import { isAscii } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { type RequestShape, shapeOf } from '@/domain/licensing/requestShape'
import type { LicensingServices } from '@/domain/licensing/services'
import type { Environment } from '@/platform/env'
import { now } from '@/platform/time'
import { openCors, problem } from '../http'
import { type LicenseGate, type Limited, type LimitKind, limitedError } from '../licensing/licenseGate'
import { type PlainOutcome, validatePlain } from '../licensing/validatePlain'
import { quickLog } from './accessLog'
import { clientAddress } from './clientAddress'
import { requestIdOf } from './requestId'
import type { Lane } from './routing'
import { SmallBodies } from './smallBodies'

interface LaneParts {
  path: string
  services: LicensingServices
  gate: LicenseGate
  env: Pick<Environment, 'TRUSTED_HOPS' | 'EDGE_PATIENCE_SECONDS'>
  bodyLimit: number
}

/** Who asks, and when it began. */
interface Origin {
  address: string
  userAgent: string | null
  requestId: string
  startedAt: number
}

interface Ready {
  response: ServerResponse
  text: string
  origin: Origin
}

interface PlainBody {
  body: unknown
  shape: RequestShape
}

/**
 * The short ways of a validation: counted by address before its body is read, answered from memory where the same was asked
 * before (preparedAnswers.ts), else judged without what requests need in general (validatePlain.ts). Whatever is out of the
 * ordinary, in headers or body, goes the long way, which alone says what is wrong with it.
 */
export function createValidateLane({ path, services, gate, env, bodyLimit }: LaneParts): {
  lane: Lane
  stop(): void
} {
  const bodies = new SmallBodies(env.EDGE_PATIENCE_SECONDS * 1_000)
  let ready: Ready[] = []
  const answered = quickLog(path, 200)
  const limited = quickLog(path, 429)

  const lane: Lane = (request, response, handOn) => {
    const startedAt = performance.now()
    const { headers, socket } = request
    const address = clientAddress(socket.remoteAddress, headers['x-forwarded-for'], env.TRUSTED_HOPS)
    const requestId = requestIdOf(headers['x-request-id'])
    const userAgent = headers['user-agent']?.slice(0, 255) ?? null
    const origin = { address, userAgent, requestId, startedAt }
    const refusal = gate.refusesAddress(origin)
    if (refusal) {
      // A small body is on its way already: read away, so that the connection can be used again.
      if (isSmall(request, bodyLimit)) request.resume()
      else response.shouldKeepAlive = false
      return refuse(response, refusal, origin)
    }
    if (!isPlain(request, bodyLimit)) return handOn()
    bodies.collect(request, startedAt, (body) => {
      const plain = plainBody(body)
      if (!plain || !answer(plain, response, origin)) handOn(body)
    })
  }

  /** false where it is not for the short ways. */
  function answer({ body, shape }: PlainBody, response: ServerResponse, origin: Origin): boolean {
    if (answerPrepared(shape, response, origin)) return true
    const outcome = validatePlain({ services, gate }, body, shape, origin)
    if (!outcome) return false
    void outcome.then((ended) => tell(ended, response, origin))
    return true
  }

  function answerPrepared(shape: RequestShape, response: ServerResponse, origin: Origin): boolean {
    if (!services.prepared) return false
    const at = now()
    const prepared = services.prepared.find(shape, at)
    if (!prepared) return false
    const refusal = gate.refusesHash(prepared.hash, origin)
    if (refusal) {
      refuse(response, refusal, origin)
      return true
    }
    const text = services.prepared.give(prepared, shape.nonce, origin, at)
    if (text === null) return false
    sendSoon({ response, text, origin })
    return true
  }

  function tell(outcome: PlainOutcome, response: ServerResponse, origin: Origin): void {
    if (outcome.kind === 'verdict') sendSoon({ response, text: outcome.text, origin })
    else if (outcome.kind === 'limited') refuse(response, outcome.limited, origin)
    else {
      const { status, headers, body } = outcome.problem
      const retryAfter = headers['retry-after']
      send(response, { status, text: JSON.stringify(body), requestId: origin.requestId, retryAfter })
      quickLog(path, status).note(origin)
    }
  }

  /** What this turn of the loop has read is answered together: each write on its own wakes its reader from sleep. */
  function sendSoon(answer: Ready): void {
    if (ready.length === 0) setImmediate(sendReady)
    ready.push(answer)
  }

  function sendReady(): void {
    const all = ready
    ready = []
    for (const { response, text, origin } of all) {
      const isAborted = response.destroyed
      if (!isAborted) send(response, { status: 200, text, requestId: origin.requestId })
      answered.note(origin, isAborted)
    }
  }

  function refuse(response: ServerResponse, refusal: Limited, origin: Origin): void {
    const text = `${refusalHeads[refusal.by]}"requestId":${JSON.stringify(origin.requestId)}}`
    const retryAfter = String(refusal.waitSeconds)
    send(response, { status: 429, text, requestId: origin.requestId, retryAfter })
    limited.note(origin)
  }

  return { lane, stop: () => bodies.stop() }
}

/** The problem of each refusal up to its request id: a flood is refused thousands of times a second. */
const headOf = (by: LimitKind): string => {
  const { requestId, ...rest } = z
    .looseObject({ requestId: z.string() })
    .parse(problem(limitedError({ by, waitSeconds: 0 }), '').body)
  return `${JSON.stringify(rest).slice(0, -1)},`
}
const refusalHeads = { address: headOf('address'), key: headOf('key'), guess: headOf('guess') }

const isSmall = ({ headers }: IncomingMessage, limit: number): boolean =>
  headers['content-length'] !== undefined && Number(headers['content-length']) <= limit

/** JSON of a stated, small size and nothing else; a key in a header is for the long way. */
const isPlain = (request: IncomingMessage, limit: number): boolean =>
  /^application\/json(?:$|;)/i.test(request.headers['content-type'] ?? '') &&
  request.headers.authorization === undefined &&
  isSmall(request, limit)

/** null for what is not plain: texts beyond ASCII, other fields than those of a check by key. */
function plainBody(bytes: Buffer): PlainBody | null {
  if (!isAscii(bytes)) return null
  const body = parsed(bytes)
  const shape = shapeOf(body)
  return shape && { body, shape }
}

/** undefined where it is not JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('latin1'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

interface Answer {
  status: number
  text: string
  requestId: string
  retryAfter?: string | undefined
}

function send(response: ServerResponse, { status, text, requestId, retryAfter }: Answer): void {
  const headers = [
    'content-type',
    status === 200 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8',
    'cache-control',
    'no-store',
    'access-control-allow-origin',
    openCors['access-control-allow-origin'] ?? '',
    'access-control-expose-headers',
    openCors['access-control-expose-headers'] ?? '',
    'x-request-id',
    requestId,
    'content-length',
    String(Buffer.byteLength(text)),
  ]
  if (retryAfter !== undefined) headers.push('retry-after', retryAfter)
  response.writeHead(status, headers)
  response.end(text)
}
