import type { FlattenedField } from 'payload'

/** A field that holds a value: groups are walked into, rows of lists belong to the list. */
export interface FieldPath {
  path: string
  field: FlattenedField
  /** Stored by language. */
  localized: boolean
}

export function fieldPaths(fields: readonly FlattenedField[], above = '', localized = false): FieldPath[] {
  return fields.flatMap((field): FieldPath[] => {
    const path = above ? `${above}.${field.name}` : field.name
    const byLanguage = localized || ('localized' in field && field.localized === true)
    if (field.type === 'group' || field.type === 'tab')
      return fieldPaths(field.flattenedFields, path, byLanguage)
    if (field.type === 'join' || ('virtual' in field && field.virtual)) return []
    return [{ path, field, localized: byLanguage }]
  })
}

/** `{path: value}` as a body has it. */
export function nested(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.')
  return { [first]: rest.length === 0 ? value : nested(rest.join('.'), value) }
}

export function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined
    return (value as Record<string, unknown>)[name]
  }, document)
}

/** Whether two objects are joined where both have a value; the second one's counts. */
export function joined(one: object, other: object): Record<string, unknown> {
  const result: Record<string, unknown> = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const before = result[name]
    result[name] = isPlain(before) && isPlain(value) ? joined(before, value) : value
  }
  return result
}

/** The paths below which two documents differ, lists and dates as one value each. */
export function differences(one: unknown, other: unknown, at = ''): string[] {
  if (isPlain(one) && isPlain(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    return [...names].flatMap((name) => differences(one[name], other[name], at ? `${at}.${name}` : name))
  }
  return spelled(one) === spelled(other) ? [] : [at]
}

/** What is not there, empty and null are the same: the framework writes one for the other. Rows are the same by what they hold. */
const spelled = (value: unknown): string =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    ? 'null'
    : JSON.stringify(value, (name, inner) => (name === 'id' ? undefined : inner))

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
