import type { FlattenedField } from 'payload'
import { idOf } from './fixtures'
import { type Side, sides } from './reach'

const addresses = ['https://example.com/a', 'https://example.com/b'] as const

/** A release of a side takes that side's files alone. */
const filesOf = (side: Side, kind: string) => [{ file: idOf('files', side), kind }]

type Values = readonly [unknown, unknown]

/** Where the shape of a field does not say what it takes, or it takes what belongs to the document's side. */
const special: Readonly<Record<string, Values | ((side: Side) => Values)>> = {
  'releases.files': (side) => [filesOf(side, 'archive'), filesOf(side, 'source')],
  'products.slug': ['a-probe', 'b-probe'],
  'products.links.demo': addresses,
  'products.links.repository': addresses,
  'products.links.documentation': addresses,
  'products.affiliateBps': [2_000, 3_000],
  'packages.prices': [[{ currency: 'usd', amountMinor: 5_900 }], [{ currency: 'usd', amountMinor: 6_900 }]],
  'packages.usagePrice.currency': ['usd', 'eur'],
  'releases.version': ['2.0.0', '3.0.0'],
  'media.sizes.card.mimeType': ['image/webp', 'image/png'],
  'media.sizes.page.mimeType': ['image/webp', 'image/png'],
  // Nothing is its own parent.
  'categories.parent': (side) => [idOf('categories', side === 'a' ? 'b' : 'a'), null],
  'categories.slug': ['a-probe', 'b-probe'],
  'curations.slug': ['a-probe', 'b-probe'],
  'sellers.slug': ['a-probe', 'b-probe'],
  'affiliates.code': ['aprobe', 'bprobe'],
  'customers.country': ['DE', 'FR'],
}

/** A value that the field of a side's document takes, other than the one that is there. */
export function otherValue(slug: string, path: string, field: FlattenedField, side: Side, present: unknown) {
  return valuesOf(slug, path, field, side).find((value) => !holds(present, value))
}

/** A value that the field of a side's document has. */
export function fieldValue(slug: string, path: string, field: FlattenedField, side: Side): unknown {
  return valuesOf(slug, path, field, side)[side === 'a' ? 0 : 1]
}

function valuesOf(slug: string, path: string, field: FlattenedField, side: Side): readonly unknown[] {
  const known = special[`${slug}.${path}`]
  if (known) return typeof known === 'function' ? known(side) : known
  return sides.map((each) => {
    const value = bareValue(slug, path, field, each)
    return 'hasMany' in field && field.hasMany ? [value] : value
  })
}

function bareValue(slug: string, path: string, field: FlattenedField, side: Side): unknown {
  const which = side === 'a' ? 0 : 1
  switch (field.type) {
    case 'number':
      return (field.min ?? 1) + which
    case 'checkbox':
      return side === 'b'
    case 'date':
      // Not past: what is over is cleaned away.
      return ['2090-01-01T00:00:00.000Z', '2091-01-01T00:00:00.000Z'][which]
    case 'email':
      return `probe-${side}@example.com`
    case 'select':
    case 'radio':
      return optionOf(field.options[which] ?? field.options[0])
    case 'relationship':
    case 'upload': {
      const [to = '', isOneOf] = Array.isArray(field.relationTo)
        ? [field.relationTo[0], true]
        : [field.relationTo, false]
      const value = idOf(to, side)
      return isOneOf ? { relationTo: to, value } : value
    }
    case 'array':
      return [
        Object.fromEntries(
          field.flattenedFields
            .filter(({ name }) => name !== 'id')
            .map((inner) => [inner.name, fieldValue(slug, `${path}.${inner.name}`, inner, side)]),
        ),
      ]
    case 'json':
      return { probe: side }
    case 'richText':
      return richText(`Probe ${side}`)
    default:
      return `probe-${side}`
  }
}

const optionOf = (option: unknown): unknown =>
  typeof option === 'object' && option !== null && 'value' in option ? option.value : option

const richText = (text: string) => {
  const common = { format: '', indent: 0, version: 1, direction: 'ltr' }
  const words = { type: 'text', text, format: 0, detail: 0, mode: 'normal', style: '', version: 1 }
  const paragraph = { type: 'paragraph', ...common, textFormat: 0, children: [words] }
  return { root: { type: 'root', ...common, children: [paragraph] } }
}

/** Whether a stored value is what was written: rows have ids, texts lie by language, times are dates. */
export function holds(stored: unknown, written: unknown): boolean {
  if (stored instanceof Date) return stored.toISOString() === written
  if (Array.isArray(written))
    return (
      Array.isArray(stored) &&
      stored.length === written.length &&
      written.every((value, index) => holds(stored[index], value))
    )
  if (typeof stored === 'object' && stored !== null) {
    const of = stored as Record<string, unknown>
    if (typeof written !== 'object' || written === null) return 'en' in of && holds(of.en, written)
    if ('en' in of && !('en' in written)) return holds(of.en, written)
    return Object.entries(written).every(([name, value]) => holds(of[name], value))
  }
  return stored === written
}
