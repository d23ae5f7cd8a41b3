/** Parameters that every route knows. */
const common = ['expand.*']
const paging = ['limit', 'starting_after', 'ending_before']

/** Names of the parameters of a list, together with its own filters. */
export function listParams(...filters: string[]): string[] {
  return [...paging, ...filters]
}

/**
 * The first parameter that the provider has but the simulator does not act on, or null. Such a request is refused:
 * taking it in silence would let a feature look tested that is not.
 * `simulated` holds dotted paths; `*` stands for an index or a free key.
 */
export function unsimulatedParam(input: unknown, simulated: readonly string[]): string | null {
  const allowed = [...common, ...simulated].map((path) => path.split('.'))
  const foreign = leaves(input, []).find((path) => !allowed.some((pattern) => fits(pattern, path)))
  if (foreign === undefined) return null
  const [first = '', ...rest] = foreign
  return first + rest.map((key) => `[${key}]`).join('')
}

function leaves(value: unknown, path: string[]): string[][] {
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index])
  )
}
