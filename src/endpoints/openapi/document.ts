import { z } from 'zod'
import { type Answer, type Description, problemSchema, problemsOf } from './describe'

type Json = Record<string, unknown>

/**
 * OpenAPI 3.1 of what is described, from the schemas that parse the requests (spec/API.md). Answers are open: a field may
 * be added, and none is taken away.
 */
export function openApiDocument(descriptions: readonly Description[], publicUrl: string): Json {
  const paths: Record<string, Json> = {}
  for (const description of descriptions) {
    const path = description.path.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [description.method]: operation(description) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mintreu Marketplace',
      version: '1',
      description:
        'Errors are problem documents (RFC 9457): `code` is stable, `detail` is for people. Fields may be added to answers at any time.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: open(jsonSchema(problemSchema, 'output')) },
      securitySchemes: {
        license: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`License <key>`',
        },
      },
    },
  }
}

function operation(description: Description): Json {
  const { method, path, summary, tag, body, answers, needsLicense } = description
  return {
    operationId: `${method}${path.replace(/[^a-zA-Z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [tag],
    ...(needsLicense ? { security: [{ license: [] }] } : {}),
    parameters: parametersOf(description),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(body, 'input') } },
          },
        }
      : {}),
    responses: {
      ...mapOf(answers, responseOf),
      ...mapOf(problemsOf(description), problemResponse),
    },
  }
}

function parametersOf({ query, path, isIdempotent }: Description): Json[] {
  const { properties = {} } = query ? jsonSchema(query, 'input') : {}
  const inQuery = Object.entries(properties as Json).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, schema },
  }))
  const inPath = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
  const key = {
    ...{ name: 'Idempotency-Key', in: 'header', required: false },
    description: 'The same key and body answers the stored answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  return [...inPath, ...inQuery, ...(isIdempotent ? [key] : [])]
}

const requestIdHeader = { 'X-Request-Id': { schema: { type: 'string' } } }

const responseOf = ({ description, schema, contentType = 'application/json' }: Answer): Json => ({
  description,
  headers: requestIdHeader,
  ...(schema ? { content: { [contentType]: { schema: open(jsonSchema(schema, 'output')) } } } : {}),
})

function problemResponse(codes: readonly string[], status: number): Json {
  const waits = status === 429 || status === 503
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: { ...requestIdHeader, ...(waits ? { 'Retry-After': { schema: { type: 'integer' } } } : {}) },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
      },
    },
  }
}

/** A status of OpenAPI is a text. */
function mapOf<T>(byStatus: Readonly<Record<number, T>>, map: (value: T, status: number) => Json): Json {
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, value]) => [status, map(value, Number(status))]),
  )
}

/** JSON Schema 2020-12, as OpenAPI 3.1 has it; what only our code can say (one of these, not both) is left to words. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}

/** Strict where we check ourselves, open where others read: an added field breaks nobody. A format needs no pattern. */
function open(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema), function (this: Json, key, value: unknown) {
    const isClosed = key === 'additionalProperties' && value === false
    return isClosed || (key === 'pattern' && typeof this.format === 'string') ? undefined : value
  })
}
