import type { Method } from '../openapi/description'
import type { Simulator } from '../simulator'

/** What a handler gets: path parameters by name, and the validated query or body. */
export interface ApiRequest<Input> {
  path: Record<string, string>
  input: Input
}

/** One line of the table of routes. */
export interface ApiRoute {
  method: Method
  path: string
  /** Dotted names of the parameters that are acted on; `*` stands for an index or a free key. */
  simulated: readonly string[]
  /** Joins the handler with the validator of its input; `refuse` makes the error of an input that does not fit. */
  bind(isValid: (raw: object) => boolean, refuse: (raw: object) => Error): BoundHandler
}

/** Checks raw input and runs the handler inside of the caller's act. */
export type BoundHandler = (sim: Simulator, path: Record<string, string>, raw: object) => object

/**
 * Declares a route of the API. `Input` is the pinned client's type of its parameters: the validator made from the
 * description vouches for it, so no handler reads unchecked input.
 */
export function route<Input>(
  method: Method,
  path: string,
  simulated: readonly string[],
  handle: (sim: Simulator, request: ApiRequest<Input>) => object,
): ApiRoute {
  return {
    method,
    path,
    simulated,
    bind: (isValid, refuse) => {
      const fits = (raw: unknown): raw is Input => typeof raw === 'object' && raw !== null && isValid(raw)
      return (sim, pathParams, raw: unknown) => {
        if (fits(raw)) return handle(sim, { path: pathParams, input: raw })
        throw refuse(Object(raw))
      }
    },
  }
}

/** Matches `/v1/charges/ch_1` to the pattern `/v1/charges/{charge}`; null when it does not fit. */
export function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith('{')) {
      if (value === '') return null
      params[part.slice(1, -1)] = decodeSegment(value)
    } else if (part !== value) return null
  }
  return params
}

/** A broken escape stays as it is: such an id is simply not found. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
