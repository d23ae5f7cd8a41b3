import type { Readable } from 'node:stream'
import { ZodError, type z } from 'zod'
import { type Database, databaseAway } from '@/platform/database'
import { CodedError, type FieldError, invalid } from '@/platform/errors'
import type { Logger } from '@/platform/logs'

/**
 * What an endpoint sees of a request, whichever server received it: edge (plain Node) or Payload's mount.
 * The server fills in address and request id; an endpoint never reads forwarding headers itself.
 */
export interface EndpointRequest {
  method: string
  /** Without query, as asked. */
  path: string
  /** The named parts of the route, decoded. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  headers: Headers
  /**
   * The body as JSON, read once, at most 1 MiB.
   * @throws CodedError 415 `unsupported_media_type`, 413 `too_large`, 400 `invalid_json`.
   */
  body(): Promise<unknown>
  /** The bytes as they came, at most 1 MiB unless the server was told otherwise. @throws CodedError 413. */
  rawBody(): Promise<Buffer>
  requestId: string
  /** The client's address behind the trusted hops; null when the server cannot know. */
  address: string | null
  userAgent: string | null
  /** The `Origin` header. */
  origin: string | null
}

export interface EndpointResponse {
  status: number
  headers: Record<string, string>
  /** An object is sent as JSON; null: no body. */
  body: object | string | Buffer | Readable | null
}

/** What every endpoint may use of its process. What one noun needs beside it is given to that noun's factory. */
export interface EndpointContext {
  database: Database
  log: Logger
  /** The public origin, without a slash at the end. */
  publicUrl: string
}

export type Endpoint = (request: EndpointRequest, context: EndpointContext) => Promise<EndpointResponse>

export const jsonResponse = (
  body: object,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): EndpointResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
})

/** RFC 9457 with the fields of spec/API.md, common rules. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  requestId: string
  errors?: FieldError[]
}

const titles: Record<number, string> = {
  400: 'The request cannot be parsed',
  401: 'No or unknown credential',
  402: 'Payment is due',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Wrong method',
  409: 'Conflict with the present state',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'The request cannot be understood',
  429: 'Too many requests',
  500: 'A fault on our side',
  503: 'A part is down',
}

/**
 * A thrown thing as the problem document that its caller gets. What is not a refusal of ours is a fault: 500 without
 * any detail of it; the server logs it whole under the same request id.
 */
export function problem(error: unknown, requestId: string): EndpointResponse {
  const known = codedErrorOf(error)
  const status = known?.status ?? 500
  const body: Problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Refused',
    status,
    code: known?.code ?? 'internal',
    detail: known?.message ?? 'Something went wrong on our side. It has been recorded; please try again.',
    requestId,
    ...(known?.errors ? { errors: known.errors } : {}),
  }
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(known?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(known.retryAfterSeconds) }),
    },
    body,
  }
}

/** A refusal, or what is as good as one: a database that is away comes back. Null: a fault of ours. */
const codedErrorOf = (error: unknown): CodedError | null =>
  error instanceof CodedError ? error : databaseAway(error)

/**
 * Input by its schema.
 * @throws CodedError 422 `invalid_input` with one entry per refused field.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  try {
    return schema.parse(input)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    throw invalid(
      'invalid_input',
      'Some fields are missing, unknown or not what they should be.',
      error.issues.flatMap(fieldErrors),
    )
  }
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      code: 'unknown_field',
      message: 'This field does not exist here.',
    }))
  return [{ path, code: issue.code, message: issue.message }]
}

/** License endpoints and `/.well-known` answer any origin, without credentials (LIC-12). */
export const openCors: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'X-Request-Id, Retry-After',
}

export const withOpenCors = (response: EndpointResponse): EndpointResponse => ({
  ...response,
  headers: { ...response.headers, ...openCors },
})

/** The answer to a preflight of such an endpoint; `methods` as in `GET, POST`. */
export const openPreflight = (methods: string): EndpointResponse => ({
  status: 204,
  headers: {
    ...openCors,
    'access-control-allow-methods': `${methods}, OPTIONS`,
    'access-control-allow-headers': 'Content-Type, Authorization, Idempotency-Key, X-Request-Id',
    'access-control-max-age': '86400',
  },
  body: null,
})

/** An endpoint for any origin: preflight, refusals and answers alike carry the headers that a browser needs. */
export const withCors =
  (methods: string, endpoint: Endpoint): Endpoint =>
  async (request, context) => {
    if (request.method === 'OPTIONS') return openPreflight(methods)
    try {
      return withOpenCors(await endpoint(request, context))
    } catch (error) {
      if (!(error instanceof CodedError))
        context.log.error({ err: error, requestId: request.requestId }, 'fault')
      return withOpenCors(problem(error, request.requestId))
    }
  }
