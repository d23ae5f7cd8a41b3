import { randomInt } from 'node:crypto'
import Ajv, { type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { request as send } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeLicenseKey } from '@/domain/licensing/key'
import { licenseRecord } from '@/domain/licensing/records'
import { problemSchema } from '@/endpoints/openapi/describe'
import { descriptions } from '@/endpoints/openapi/openapi'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { emptyDatabase, testDatabase } from './setup/database'
import { startTestEdge } from './setup/edge'
import { certifyKeysToFuzz, fuzzedSince, licensesToFuzz } from './setup/fuzzLicenses'
import { arbitraryOf, type JsonSchema, junk, type Known } from './setup/schemaArbitrary'

process.env.LOG_LEVEL ??= 'silent'
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31))
const requestsPerRoute = Number(process.env.FUZZ_REQUESTS ?? (process.env.DEEP === '1' ? 3_000 : 300))
const atOnce = 24

const database = await testDatabase()
await emptyDatabase(database)
const edge = await startTestEdge(database, { TRUSTED_HOPS: '1', LICENSE_KEY_PER_MINUTE: '1000000' })
afterAll(async () => {
  await edge.stop()
  await emptyDatabase(database)
})

interface Operation {
  parameters: { name: string; in: string; schema: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, { content?: Record<string, unknown> }>
  security?: unknown
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>
}
const document: OpenApi = await (await fetch(`${edge.url}/api/v1/openapi.json`)).json()
const ajv = addFormats(new Ajv({ strict: false })).addSchema(document, 'openapi')
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  body: string | Buffer | null
}
interface Answered {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** From a new address each time: what is tried here is not the limit of one. */
const ask = async ({ method, path, headers, body }: Asked): Promise<Answered> => {
  const address = `198.18.${randomInt(256)}.${randomInt(256)}`
  const response = await send(edge.url + path, {
    method: method === 'get' ? 'GET' : 'POST',
    headers: { ...headers, 'x-forwarded-for': address },
    body,
  })
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() }
}

let known: Known = {}
let keys: string[] = []
const foreign = { key: '', unknown: '' }

beforeAll(async () => {
  keys = await licensesToFuzz(database)
  const tokens: string[] = []
  for (const key of keys.slice(0, 4)) {
    const body = JSON.stringify({ key, product: 'acme/widgets', domain: 'shop.example.com' })
    const headers = { 'content-type': 'application/json' }
    const { text } = await ask({ method: 'post', path: '/api/v1/license/validate', headers, body })
    const { token } = z.looseObject({ token: z.string().nullable() }).parse(JSON.parse(text))
    if (token) tokens.push(token, `${token.slice(0, -4)}AAAA`)
  }
  const { places = [] } =
    (await collectionOf(database, licenseRecord).findOne({ 'places.0': { $exists: true } })) ?? {}
  foreign.key = keys[0] ?? ''
  foreign.unknown = makeLicenseKey({
    type: 'package',
    sellerId: newId('sel'),
    date: fuzzedSince(),
    keyring: keyring(),
  })
  known = {
    key: [...keys, foreign.unknown, 'key-of-another-system-0001', `${keys[0]?.slice(0, -1)}`],
    token: tokens,
    publicId: [...places.map(({ publicId }) => publicId), newId('pub')],
    activationId: [...places.map(({ id }) => id), newId('act')],
    product: ['acme/widgets', 'acme/other', 'ACME/Widgets', 'acme/none'],
    domain: [
      'shop.example.com',
      'WWW.shop.example.com:443',
      'localhost',
      'bücher.example.com',
      '127.0.0.1',
      'com',
    ],
    fingerprint: ['machine-1', 'machine-2'],
    features: [['reports'], []],
    version: ['1.0.0', 'v2.1.0', '2.1'],
    user: ['ada', 'grace'],
    days: [1, 30, 365, 366],
    cursor: ['1.0.0'],
    limit: ['1', '100'],
    after: ['1.0.0'],
  }
  await certifyKeysToFuzz(database)
})

const headerText = fc.string({ minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== '')
const rarely = (weight: number, often: fc.Arbitrary<string>, other: fc.Arbitrary<string>) =>
  fc.oneof({ weight, arbitrary: often }, { weight: 1, arbitrary: other })

function requestsOf(path: string, method: string, operation: Operation): fc.Arbitrary<Asked> {
  const schema = operation.requestBody?.content['application/json']?.schema
  const body = schema
    ? fc.oneof(
        {
          weight: 20,
          arbitrary: arbitraryOf(schema, known, 'sane').map((value) => JSON.stringify(value) ?? ''),
        },
        {
          weight: 12,
          arbitrary: arbitraryOf(schema, known, 'wild').map((value) => JSON.stringify(value) ?? ''),
        },
        { weight: 1, arbitrary: junk.map((value) => JSON.stringify(value) ?? '') },
        { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
      )
    : fc.constant(null)
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema: of }) =>
      fc.option(
        fc
          .oneof(arbitraryOf(of, known, 'sane', name), arbitraryOf(of, known, 'wild', name))
          .map((value) => [name, String(value)]),
      ),
    )
  const type = rarely(
    20,
    fc.constant('application/json'),
    fc.constantFrom('text/plain', 'application/json; charset=latin1', 'multipart/form-data', ';'),
  )
  const auth = rarely(
    8,
    fc.constantFrom(...keys, foreign.unknown).map((key) => `License ${key}`),
    headerText,
  )
  const origin = fc.constantFrom('https://shop.example.com', 'https://evil.example.net', 'null', 'x')
  const headers = fc.record(
    {
      'content-type': schema ? type : fc.constant('text/plain'),
      ...(operation.security ? { authorization: auth } : {}),
      origin,
      'idempotency-key': rarely(4, fc.uuid(), headerText),
      'if-none-match': headerText,
      'x-request-id': headerText,
    },
    { requiredKeys: ['content-type'] },
  )
  return fc.record({ body, headers, query: fc.tuple(...query) }).map(({ query: pairs, ...rest }) => {
    const search = new URLSearchParams(pairs.filter((pair) => pair !== null)).toString()
    return { method, path: search ? `${path}?${search}` : path, ...rest }
  })
}

/** Sends all, so many at once. */
async function overall<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value)
    }),
  )
}

const pointer = (path: string): string => path.replaceAll('~', '~0').replaceAll('/', '~1')
const schemas = new Map<string, ValidateFunction | undefined>()
function schemaOf(...parts: string[]): ValidateFunction | undefined {
  const at = `openapi#/paths/${parts.map(pointer).join('/')}/schema`
  if (!schemas.has(at)) schemas.set(at, ajv.getSchema(at))
  return schemas.get(at)
}

/** What is wrong with an answer, by the description alone; null: nothing. */
function complaint(path: string, method: string, operation: Operation, answer: Answered): string | null {
  const { status, headers, text } = answer
  if (status >= 500 && status !== 503) return `a fault: ${status}`
  const described = operation.responses[String(status)]
  if (!described) return `the status ${status} is not described`
  if (!headers['x-request-id']) return 'no request id'
  if (headers['access-control-allow-origin'] !== '*') return 'a page of another origin cannot read it'
  const [type] = Object.keys(described.content ?? {})
  if (!type) return text === '' ? null : 'a body where none is described'
  if (!String(headers['content-type']).startsWith(type)) return `the type ${headers['content-type']}`
  const value: unknown = type.endsWith('json') ? JSON.parse(text) : text
  const validate = schemaOf(path, method, 'responses', String(status), 'content', type)
  if (!validate?.(value)) return `not as described: ${ajv.errorsText(validate?.errors)}`
  if (type === 'application/problem+json') return strict(problemSchema, value)
  const own = descriptions.find((one) => one.path === path && one.method === method)?.answers[status]?.schema
  return own ? strict(own, value) : null
}

/** Nothing beside what is described. */
function strict(schema: z.ZodType, value: unknown): string | null {
  const { error } = schema.safeParse(value)
  return error ? z.prettifyError(error) : null
}

describe('[API-1] every described route, asked what its description allows and what it does not', () => {
  it.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
    '%s never faults and never answers what is not described',
    async (name, { path, method, operation }) => {
      const asked = fc.sample(requestsOf(path, method, operation), { seed, numRuns: requestsPerRoute })
      const met = new Map<number, number>()
      await overall(asked, async (request) => {
        const answer = await ask(request)
        met.set(answer.status, (met.get(answer.status) ?? 0) + 1)
        const wrong = complaint(path, method, operation, answer)
        const detail = { name, seed, request, status: answer.status, text: answer.text.slice(0, 600) }
        expect(wrong, JSON.stringify(detail, null, 1)).toBeNull()
      })
      console.info(
        `  fuzz ${name}, seed ${seed}: ${[...met].map(([status, count]) => `${status}×${count}`).join(' ')}`,
      )
      expect(met.get(200) ?? 0, `seed ${seed}: nothing was answered`).toBeGreaterThan(0)
    },
    120_000,
  )
})

describe('[LIC-8] a stranger does not learn that a key exists', () => {
  /** The clock and the request are no news. */
  const told = ({ status, headers, text }: Answered) => {
    const { date: _, 'x-request-id': __, 'keep-alive': ___, ...rest } = headers
    const timeless = text.replace(/"(ts|nextCheckAt|requestId)":"[^"]*"/g, '"$1":""')
    return { status, headers: rest, text: timeless }
  }

  it.each(['validate', 'activate', 'file'])(
    '%s answers a key of another product and one of nobody byte by byte alike',
    async (name) => {
      const path = `/api/v1/license/${name}`
      const operation = document.paths[path]?.post
      const schema = operation?.requestBody?.content['application/json']?.schema
      if (!schema) throw new Error(`${path} is not described`)
      const bodies = fc.sample(arbitraryOf(schema, known, 'sane'), { seed, numRuns: requestsPerRoute })
      let alike = 0
      await overall(bodies, async (sample) => {
        if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) return
        const of = (key: string) => ({
          ...sample,
          token: undefined,
          publicId: undefined,
          key,
          product: 'acme/other',
        })
        const headers = { 'content-type': 'application/json', 'x-request-id': 'the-same-for-both' }
        const answers = []
        for (const key of [foreign.key, foreign.unknown, foreign.key])
          answers.push(told(await ask({ method: 'post', path, headers, body: JSON.stringify(of(key)) })))
        expect(answers[0], JSON.stringify({ seed, sample })).toEqual(answers[1])
        expect(answers[2], JSON.stringify({ seed, sample })).toEqual(answers[1])
        if (answers[0]?.status === 200 || answers[0]?.status === 404) alike += 1
      })
      expect(alike, `seed ${seed}: every body was refused unread`).toBeGreaterThan(0)
    },
    120_000,
  )
})
