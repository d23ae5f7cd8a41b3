import { isAscii } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { shapeOf } from '@/domain/licensing/requestShape'
import type { LicensingServices } from '@/domain/licensing/services'
import type { Environment } from '@/platform/env'
import { now } from '@/platform/time'
import { openCors, problem } from '../http'
import { type LicenseGate, type Limited, type LimitKind, limitedError } from '../licensing/licenseGate'
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

/** Where a request comes from, and when it began. */
interface Origin {
  address: string
  requestId: string
  startedAt: number
}

interface Ready {
  response: ServerResponse
  text: string
  origin: Origin
}

/**
 * The short way of a validation: counted by address before its body is read, and answered from memory where the same was
 * asked before (preparedAnswers.ts). Whatever is out of the ordinary, in headers, body or verdict, goes the long way, which
 * alone says what is wrong with it.
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
    const origin = { address, requestId: requestIdOf(headers['x-request-id']), startedAt }
    const refusal = gate.refusesAddress(origin)
    if (refusal) {
      // A small body is on its way already: read away, so that the connection can be used again.
      if (isSmall(request, bodyLimit)) request.resume()
      else response.shouldKeepAlive = false
      return refuse(response, refusal, origin)
    }
    if (!isPlain(request, bodyLimit)) return handOn()
    bodies.collect(request, startedAt, (body) => {
      if (!answer(request, response, body, origin)) handOn(body)
    })
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: Buffer, origin: Origin): boolean {
    const shape = isAscii(body) ? shapeOf(parsed(body)) : null
    if (!shape || !services.prepared) return false
    const at = now()
    const prepared = services.prepared.find(shape, at)
    if (!prepared) return false
    const refusal = gate.refusesHash(prepared.hash, origin)
    if (refusal) {
      refuse(response, refusal, origin)
      return true
    }
    const userAgent = request.headers['user-agent']?.slice(0, 255) ?? null
    const text = services.prepared.give(prepared, shape.nonce, { ...origin, userAgent }, at)
    if (text === null) return false
    // What this turn of the loop has read is answered together: each write on its own wakes its reader from sleep.
    if (ready.length === 0) setImmediate(sendReady)
    ready.push({ response, text, origin })
    return true
  }

  function sendReady(): void {
    const all = ready
    ready = []
    for (const { response, text, origin } of all) {
      send(response, 200, text, origin.requestId)
      answered.note(origin)
    }
  }

  function refuse(response: ServerResponse, refusal: Limited, origin: Origin): void {
    const text = `${refusalHeads[refusal.by]}"requestId":${JSON.stringify(origin.requestId)}}`
    send(response, 429, text, origin.requestId, String(refusal.waitSeconds))
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

/** JSON of a stated, small size and nothing else. */
const isPlain = (request: IncomingMessage, limit: number): boolean =>
  /^application\/json(?:$|;)/i.test(request.headers['content-type'] ?? '') && isSmall(request, limit)

/** undefined where it is not JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('latin1'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function send(
  response: ServerResponse,
  status: 200 | 429,
  text: string,
  requestId: string,
  retryAfter?: string,
): void {
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
