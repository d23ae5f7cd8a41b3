import { z } from 'zod'
import { type Endpoint, jsonResponse, withCors } from '../http'
import { licenseDescriptions } from '../licensing/described'
import type { Description } from './describe'
import { openApiDocument } from './document'

const own: Description = {
  ...{ method: 'get', path: '/api/v1/openapi.json', tag: 'Description' },
  summary: 'This document.',
  answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
  problems: { 429: ['rate_limited'] },
}

/** All that is described, by noun: a route of edge's that is missing here fails a test. */
export const descriptions: readonly Description[] = [...licenseDescriptions, own]

/** `GET /api/v1/openapi.json`. */
export function openApiEndpoint({ publicUrl }: { publicUrl: string }): Endpoint {
  const document = openApiDocument(descriptions, publicUrl)
  return withCors('GET', async () =>
    jsonResponse(document, { headers: { 'cache-control': 'public, max-age=300' } }),
  )
}
