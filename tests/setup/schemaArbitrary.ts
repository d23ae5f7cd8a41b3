import fc from 'fast-check'

/** The part of JSON Schema that our descriptions use. */
export interface JsonSchema {
  type?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly JsonSchema[]
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  items?: JsonSchema
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

/** Real values by the name of their field: what a schema cannot know. */
export type Known = Readonly<Record<string, readonly unknown[]>>

/** What clients send by mistake, and what others send on purpose. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom<unknown>(
    ...['', ' ', '\0', '\u202e', '../../etc/passwd', "' or 1=1 --", '{{7*7}}', 'é'.repeat(2_000)],
    ...[{ $gt: '' }, { $where: 'sleep(1)' }, ['a'], [[]], {}, true, -1, 1e308, 0.1, '9'.repeat(400)],
    ...['__proto__', 'constructor', '\ud800', 'xn--a', '[::1]', '127.1', '-----BEGIN'],
  ),
)

/** Sane clients send what the schema allows; wild ones whatever comes to them. */
export type Manner = 'sane' | 'wild'

/** What a schema allows, often a real value; from the wild ones now and then junk. */
export function arbitraryOf(
  schema: JsonSchema,
  known: Known,
  manner: Manner,
  name = '',
): fc.Arbitrary<unknown> {
  const real = known[name] ?? []
  return fc.oneof(
    { weight: real.length > 0 ? 2 : 10, arbitrary: allowedBy(schema, known, manner) },
    ...(real.length > 0 ? [{ weight: 10, arbitrary: fc.constantFrom(...real) }] : []),
    ...(manner === 'wild' ? [{ weight: 1, arbitrary: junk }] : []),
  )
}

function allowedBy(schema: JsonSchema, known: Known, manner: Manner): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => allowedBy(one, known, manner)))
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known, manner)
    case 'array':
      return fc.array(allowedBy(schema.items ?? {}, known, manner), { maxLength: 4 })
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 400, 2 ** 31) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

function textOf({ pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'))
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) })
}

/** Wild ones forget fields and invent some; a field that may be left out is there two times in five. */
function objectOf(
  { properties = {}, required = [] }: JsonSchema,
  known: Known,
  manner: Manner,
): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = arbitraryOf(schema, known, manner, name)
    if (manner === 'sane' && required.includes(name)) return [name, value] as const
    const weight = required.includes(name) ? 30 : 2
    return [
      name,
      fc.oneof({ weight, arbitrary: value }, { weight: 3, arbitrary: fc.constant(undefined) }),
    ] as const
  })
  const more = fc.oneof(
    { weight: 20, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 12 }), junk, { maxKeys: 2 }) },
  )
  return fc
    .tuple(fc.record(Object.fromEntries(fields)), manner === 'wild' ? more : fc.constant({}))
    .map(([object, extra]) => ({ ...object, ...extra }))
}
