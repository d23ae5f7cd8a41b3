import { z } from 'zod'
import { parseInput } from './http'

/** `?limit=` (1–100, 20 by default) and `?cursor=`, opaque to the caller (spec/API.md, common rules). */
export const listQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, 'is not one that was given out')
    .optional(),
})

export interface ListQuery {
  limit: number
  cursor: string | null
}

/** @throws CodedError 422 `invalid_input`. */
export function listQueryOf(query: URLSearchParams): ListQuery {
  const { limit, cursor } = parseInput(listQuerySchema, {
    limit: query.get('limit') ?? undefined,
    cursor: query.get('cursor') ?? undefined,
  })
  return { limit, cursor: cursor ?? null }
}
