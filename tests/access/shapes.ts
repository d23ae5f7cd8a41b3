import type { FlattenedField } from 'payload'
import type { z } from 'zod'

/** A stored shape as `path → kind`: objects are followed, lists of objects by `path[]`. */
export type Shape = Record<string, string>

interface Inner {
  def: {
    type: string
    innerType?: z.ZodType
    element?: z.ZodType
    shape?: Record<string, z.ZodType>
    in?: z.ZodType
  }
}

const wrappers = ['nullable', 'optional', 'default', 'prefault', 'readonly', 'catch']
const plain: Record<string, string> = {
  string: 'text',
  enum: 'text',
  literal: 'text',
  number: 'number',
  int: 'number',
  boolean: 'boolean',
  date: 'date',
}

/** Fields as the domain reads them; `_id` is Payload's `id`. */
export function zodShape(type: z.ZodType): Shape {
  const out: Shape = {}
  follow(type, '', out)
  return out
}

function follow(type: z.ZodType, path: string, out: Shape): void {
  const { def } = type._zod as unknown as Inner
  if (wrappers.includes(def.type) && def.innerType) {
    follow(def.innerType, path, out)
    return
  }
  if (def.type === 'object' && def.shape) {
    if (path && isLocalized(def.shape)) {
      out[path] = `localized ${localizedKind(def.shape)}`
      return
    }
    if (path) out[path] = 'object'
    for (const [name, inner] of Object.entries(def.shape))
      follow(inner, join(path, name === '_id' ? 'id' : name), out)
    return
  }
  if (def.type === 'array' && def.element) {
    const element: Shape = {}
    follow(def.element, '*', element)
    out[path] = element['*'] === 'object' ? 'rows' : `list of ${element['*']}`
    for (const [name, kind] of Object.entries(element))
      if (name !== '*') out[`${path}[].${name.slice(2)}`] = kind
    return
  }
  out[path] = plain[def.type] ?? 'json'
}

const isLocalized = (shape: Record<string, z.ZodType>): boolean =>
  Object.keys(shape).sort().join() === 'de,en'

function localizedKind(shape: Record<string, z.ZodType>): string {
  const inner: Shape = {}
  if (shape.en) follow(shape.en, '*', inner)
  return inner['*'] ?? 'json'
}

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name)

/** Fields as Payload stores them. */
export function payloadShape(fields: readonly FlattenedField[], path = ''): Shape {
  const out: Shape = {}
  for (const field of fields) {
    if (field.type === 'join' || ('virtual' in field && field.virtual)) continue
    const place = join(path, field.name)
    if (field.type === 'group' || field.type === 'tab') {
      out[place] = 'object'
      Object.assign(out, payloadShape(field.flattenedFields, place))
    } else if (field.type === 'array') {
      out[place] = 'rows'
      Object.assign(out, payloadShape(field.flattenedFields, `${place}[]`))
    } else {
      const kind = kindOf(field)
      const many = 'hasMany' in field && field.hasMany ? `list of ${kind}` : kind
      out[place] = 'localized' in field && field.localized ? `localized ${many}` : many
    }
  }
  return out
}

function kindOf(field: FlattenedField): string {
  switch (field.type) {
    case 'number':
      return 'number'
    case 'checkbox':
      return 'boolean'
    case 'date':
      return 'date'
    case 'json':
    case 'richText':
      return 'json'
    default:
      return 'text'
  }
}
