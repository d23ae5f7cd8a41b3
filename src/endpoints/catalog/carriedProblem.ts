import { z } from 'zod'
import { CodedError } from '@/platform/errors'

const mark = 'mintreu:'

const carriedSchema = z.object({
  status: z.literal([400, 401, 403, 404, 409, 413, 415, 422, 429, 503]),
  code: z.string(),
  detail: z.string(),
  retryAfterSeconds: z.number().optional(),
})

/** How a refusal of ours passes through the tus server, which knows a status and a text: as a body that we read again. */
export function carryProblem({ status, code, message, retryAfterSeconds }: CodedError): {
  status_code: number
  body: string
} {
  return {
    status_code: status,
    body: `${mark}${JSON.stringify({ status, code, detail: message, retryAfterSeconds })}`,
  }
}

/** The refusal that a body carries; null: the tus server's own words. */
export function carriedProblem(body: string): CodedError | null {
  if (!body.startsWith(mark)) return null
  const { retryAfterSeconds, ...carried } = carriedSchema.parse(JSON.parse(body.slice(mark.length)))
  return new CodedError({ ...carried, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })
}
