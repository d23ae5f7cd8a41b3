import type { z } from 'zod'

interface Inner {
  def: {
    type: string
    innerType?: z.ZodType
    shape?: Record<string, z.ZodType>
    entries?: Record<string, string>
    defaultValue?: unknown
    values?: unknown[]
  }
}

/** Any value of a stored shape: the emptiest that the schema takes. Overrides say what matters. */
export function sampleOf(type: z.ZodType): unknown {
  const { def } = type._zod as unknown as Inner
  switch (def.type) {
    case 'nullable':
      return null
    case 'optional':
      return undefined
    case 'default':
    case 'prefault':
      return def.defaultValue
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {})
          .map(([name, inner]) => [name, sampleOf(inner)])
          .filter(([, value]) => value !== undefined),
      )
    case 'enum':
      return Object.values(def.entries ?? {})[0]
    case 'literal':
      return def.values?.[0]
    case 'array':
      return []
    case 'record':
      return {}
    case 'number':
      return 1
    case 'boolean':
      return false
    case 'date':
      return new Date(Math.floor(Date.now() / 1_000) * 1_000)
    default:
      return 'x'
  }
}
