import { z } from 'zod'

/** What an endpoint answers when it does what it was asked. */
export interface Answer {
  description: string
  /** `application/json` when left out. */
  contentType?: string
  /** Left out: no body. For texts: what the text is. */
  schema?: z.ZodType
}

/** What the world may rely on of one method of one route: what may be sent, and every answer. */
export interface Description {
  method: 'get' | 'post'
  /** As in the table of routes: `/downloads/:token`. */
  path: string
  summary: string
  tag: string
  /** `Authorization: License <key>` is needed. */
  needsLicense?: true
  /** Takes an `Idempotency-Key`. */
  isIdempotent?: true
  query?: z.ZodType
  /** The schema that parses the body. */
  body?: z.ZodType
  answers: Readonly<Record<number, Answer>>
  /** The codes of its problem documents, by status; beside those that follow from the fields above. */
  problems?: Readonly<Record<number, readonly string[]>>
}

/** RFC 9457 with the fields of spec/API.md, common rules. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable: branch on it. */
  code: z.string(),
  /** For people. */
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
})

const ofBodies: Readonly<Record<number, readonly string[]>> = {
  400: ['invalid_json', 'body_incomplete'],
  413: ['too_large'],
  415: ['unsupported_media_type'],
  422: ['invalid_input'],
}
const ofIdempotency: Readonly<Record<number, readonly string[]>> = {
  409: ['idempotency_in_progress'],
  422: ['idempotency_key_reused', 'invalid_idempotency_key'],
}

/** Every code that an endpoint may refuse with, by status. */
export function problemsOf(description: Description): Record<number, string[]> {
  const { body, query, isIdempotent, needsLicense, problems = {} } = description
  const sources: Readonly<Record<number, readonly string[]>>[] = [
    problems,
    ...(body ? [ofBodies] : []),
    ...(query ? [{ 422: ['invalid_input'] }] : []),
    ...(isIdempotent ? [ofIdempotency] : []),
    ...(needsLicense ? [{ 401: ['key_missing', 'key_invalid'] }] : []),
    { 503: ['unavailable'] },
  ]
  const all: Record<number, string[]> = {}
  for (const source of sources)
    for (const [status, codes] of Object.entries(source)) {
      const known = all[Number(status)] ?? []
      all[Number(status)] = [...known, ...codes.filter((code) => !known.includes(code))]
    }
  return all
}
