import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '../http'
import type { Scope } from './scope'

/** Answers by itself, or hands on: then with the body, if it was read. */
export type Lane = (request: IncomingMessage, response: ServerResponse, handOn: HandOn) => void
export type HandOn = (body?: Buffer) => void

/** What edge answers itself. */
export type Route = {
  methods: readonly string[]
  /** `/downloads/:token`; a name takes one segment; `/uploads/*` takes everything below, and itself. */
  path: string
  /** Bytes of body at most; 1 MiB when left out. */
  bodyLimit?: number
  /** The short way of a route that is asked far more often than all others: its POSTs come here first. */
  lane?: Lane
} & (
  | { endpoint: Endpoint }
  /** Speaks with the connection itself: streams that do not fit an endpoint. */
  | { connection: (scope: Scope) => Promise<void> }
)

export type Match =
  | { kind: 'route'; route: Route; params: Record<string, string> }
  | { kind: 'other-method'; allowed: readonly string[] }
  | { kind: 'none' }

export type Router = (method: string, path: string) => Match

/** Compiles the table: fixed paths by one look-up, the few with names in order. */
export function createRouter(routes: readonly Route[]): Router {
  const fixed = new Map<string, Route[]>()
  const open: { pattern: RegExp; route: Route }[] = []
  for (const route of routes) {
    if (/[:*]/.test(route.path)) open.push({ pattern: patternOf(route.path), route })
    else fixed.set(route.path, [...(fixed.get(route.path) ?? []), route])
  }
  return (method, path) => {
    const there = fixed.get(path)
    if (there)
      return choose(
        method,
        there.map((route) => ({ route, params: {} })),
      )
    const found = open.flatMap(({ pattern, route }) => {
      const hit = pattern.exec(path)
      const params = hit && decoded(hit.groups ?? {})
      return params ? [{ route, params }] : []
    })
    return found.length > 0 || isMachinePath(path) ? choose(method, found) : { kind: 'none' }
  }
}

/** Machine paths that no route takes are nobody's: they never reach web. */
const isMachinePath = (path: string): boolean => /^\/(api\/v1|downloads|uploads)(\/|$)/i.test(path)

function choose(method: string, candidates: { route: Route; params: Record<string, string> }[]): Match {
  const wanted = candidates.find(({ route }) => route.methods.includes(method))
  if (wanted) return { kind: 'route', ...wanted }
  return { kind: 'other-method', allowed: candidates.flatMap(({ route }) => route.methods) }
}

function patternOf(path: string): RegExp {
  const source = path
    .replace(/\./g, '\\.')
    .replace(/\/\*$/, '(?:/.*)?')
    .replace(/:([a-z][A-Za-z]*)/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}$`)
}

/** null when a part cannot be decoded. */
function decoded(groups: Record<string, string>): Record<string, string> | null {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]))
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/** The lane of a request, if its route has one. `target` is as it came, with its query. */
export function createLanes(
  routes: readonly Route[],
): (method: string | undefined, target: string) => Lane | undefined {
  const lanes = new Map(routes.flatMap(({ path, lane }) => (lane ? [[path, lane] as const] : [])))
  return (method, target) => {
    if (method !== 'POST') return undefined
    const mark = target.indexOf('?')
    return lanes.get(mark < 0 ? target : target.slice(0, mark))
  }
}
