import { CodedError } from '@/platform/errors'
import { type Endpoint, type EndpointRequest, type EndpointResponse, problem, withOpenCors } from '../http'
import { type AskedKey, type Asker, type LicenseGate, type Limited, limitedError } from './licenseGate'
import { keyOfHeader } from './licenseHeader'

/** Answers about keys that do not exist leave at the next multiple of this: what was looked up shows in no clock. */
const evenMs = 25

/**
 * An endpoint whose credential is a license key, within the limits of LIC-8: the address is counted before the body is
 * read, the key before anything is looked up, and what it answers of unknown keys slows the next guess.
 */
export const withLicenseLimits = (gate: LicenseGate, endpoint: Endpoint): Endpoint => {
  const limited = withKeyLimits(gate, endpoint)
  return async (request, context) => {
    const refusal = request.method === 'OPTIONS' ? null : gate.refusesAddress(request)
    return refusal ? refused(refusal, request) : limited(request, context)
  }
}

/** The same where the address was counted already. */
export const withKeyLimits =
  (gate: LicenseGate, endpoint: Endpoint): Endpoint =>
  async (request, context) => {
    if (request.method === 'OPTIONS') return endpoint(request, context)
    const begun = performance.now()
    const key = await askedKeyOf(request)
    const refusal = key && gate.refusesKey(key, request)
    if (refusal) return refused(refusal, request)
    const answer = await endpoint(request, context)
    await noteOutcome(gate, { key, code: codeOf(answer), status: answer.status, asker: request, begun })
    return answer
  }

interface Outcome {
  /** null: none was named. */
  key: AskedKey | null
  code: unknown
  status: number
  asker: Asker
  /** `performance.now()` when it was begun to be answered. */
  begun: number
}

/** What an answer about a key brings about: a hit is remembered, a miss slows the next guess and leaves at an even time. */
export async function noteOutcome(
  gate: LicenseGate,
  { key, code, status, asker, begun }: Outcome,
): Promise<void> {
  if (!misses.includes(code)) {
    if (key && status === 200) gate.noteHit(key)
    return
  }
  if (key) gate.noteMiss(asker)
  // Malformed is told by the text alone, without looking anything up.
  if (code !== 'MALFORMED') await evenOut(begun)
}

const refused = (refusal: Limited, { requestId }: EndpointRequest): EndpointResponse =>
  withOpenCors(problem(limitedError(refusal), requestId))

/** From the header or the body; null for a request that names none, or that the endpoint will refuse to read. */
async function askedKeyOf(request: EndpointRequest): Promise<AskedKey | null> {
  const header = keyOfHeader(request.headers)
  if (header !== undefined) return { text: header }
  if (request.method === 'GET' || request.method === 'HEAD') return null
  try {
    const body = await request.body()
    if (typeof body !== 'object' || body === null || !('key' in body) || typeof body.key !== 'string')
      return null
    return 'product' in body ? { text: body.key, product: body.product } : { text: body.key }
  } catch (error) {
    if (error instanceof CodedError) return null
    throw error
  }
}

const misses: readonly unknown[] = ['NOT_FOUND', 'MALFORMED', 'key_invalid', 'not_found']

const codeOf = ({ body }: EndpointResponse): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined

function evenOut(begun: number): Promise<void> {
  const left = evenMs - ((performance.now() - begun) % evenMs)
  return new Promise((resolve) => setTimeout(resolve, left))
}
