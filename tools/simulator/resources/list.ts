import { invalidRequest } from '../http/errors'

interface Paging {
  limit?: number
  starting_after?: string
  ending_before?: string
}

export interface ListObject<Item> {
  object: 'list'
  data: Item[]
  has_more: boolean
  url: string
}

/**
 * One page of a list, newest first, as the provider pages: `limit` 1 to 100 (10 when not given), a cursor by id.
 * `oldestFirst` holds every match in the order of creation.
 */
export function listPage<Item extends { id: string }>(
  oldestFirst: readonly Item[],
  paging: Paging,
  url: string,
): ListObject<Item> {
  return pageOf([...oldestFirst].reverse(), paging, url)
}

/** The same for a list that keeps its order, such as the lines of a session. */
export function pageOf<Item extends { id: string }>(
  items: readonly Item[],
  { limit = 10, starting_after, ending_before }: Paging,
  url: string,
): ListObject<Item> {
  if (limit < 1 || limit > 100) {
    const message = 'This value must be greater than or equal to 1 and less than or equal to 100.'
    throw invalidRequest(message, { code: 'parameter_invalid_integer', param: 'limit' })
  }
  if (starting_after !== undefined && ending_before !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: starting_after, ending_before.')
  }
  if (ending_before !== undefined) {
    const end = cursor(items, ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { object: 'list', data: items.slice(start, end), has_more: start > 0, url }
  }
  const start = starting_after === undefined ? 0 : cursor(items, starting_after, 'starting_after') + 1
  return {
    object: 'list',
    data: items.slice(start, start + limit),
    has_more: items.length > start + limit,
    url,
  }
}

function cursor(items: readonly { id: string }[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id)
  if (index === -1) throw invalidRequest(`No such object: '${id}'`, { code: 'resource_missing', param })
  return index
}

/** The `created` filter of a list: a second or a range of seconds. */
export type CreatedFilter = number | { gt?: number; gte?: number; lt?: number; lte?: number } | undefined

export function createdWithin(filter: CreatedFilter): (item: { created: number }) => boolean {
  if (filter === undefined) return () => true
  if (typeof filter === 'number') return ({ created }) => created === filter
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = filter
  return ({ created }) => created > gt && created >= gte && created < lt && created <= lte
}
