import type { FlattenedField, Payload } from 'payload'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { schema } from '@/domain/schema'
import { testPayload } from './payload'
import { payloadShape, type Shape, zodShape } from './shapes'

/** Stored, and nobody's business in the panel. */
const notInPanel = new Set([
  'account-tokens',
  // The affiliate's own page counts them; who is paid stands in the order's lines.
  'affiliate-clicks',
  'attempt-counters',
  // The page of the books shows freezes, that of jobs and health the processes.
  'brakes',
  'process-states',
  'upload-locks',
  'carts',
  'counters',
  'idempotent-answers',
  'known-browsers',
  'mail-stops',
  'license-key-sets',
  'license-revocations',
  // The page of a license shows them; a list of their own says nothing.
  'license-leases',
  'license-places',
  'license-renewals',
  'migrations',
  'platform-state',
  'signing-keys',
  'globals',
  'payload-preferences',
  'payload-locked-documents',
  'payload-migrations',
  'payload-kv',
])

/** Fields of a record that the panel must not have. */
const hidden: Readonly<Record<string, readonly string[]>> = {
  licenses: ['keys', 'freed', 'undo', 'reminded', 'updatesReminded'],
  files: ['storageKey'],
  outbox: ['payload'],
}

interface WithSchema {
  name: string
  writer: string
  schema: z.ZodType
}
const definitions = schema.filter(
  (definition): definition is typeof definition & WithSchema => 'schema' in definition,
)
const inPanel = definitions.filter(({ name }) => !notInPanel.has(name))

describe('what Payload knows of a stored thing and what the domain knows of it agree', () => {
  let payload: Payload
  const fieldsOf = (slug: string): FlattenedField[] =>
    payload.config.collections.find((collection) => collection.slug === slug)?.flattenedFields ?? []

  beforeAll(async () => {
    payload = await testPayload()
  })

  it('knows every stored collection, or names it as outside the panel', () => {
    const known = payload.config.collections.map(({ slug }) => slug)
    expect(inPanel.map(({ name }) => name).filter((name) => !known.includes(name as never))).toEqual([])
    const stored = new Set(definitions.map(({ name }) => name))
    expect(known.filter((slug) => !stored.has(slug))).toEqual([])
  })

  it.each(inPanel.map((definition) => [definition.name, definition] as const))(
    'stores %s in the domain’s shape',
    (name, { schema: zod, writer }) => {
      const domain = zodShape(zod)
      const panel = payloadShape(fieldsOf(name))
      const kept = hidden[name] ?? []
      expect(
        Object.keys(panel).filter((field) => isUnder(field, kept)),
        'must not be shown',
      ).toEqual([])
      const asked = Object.entries(domain).filter(([field]) => !isUnder(field, kept))
      const missing = asked.filter(([field, kind]) => !fits(field, kind, panel))
      expect(
        missing.map(([field, kind]) => `${field}: ${kind}, in the panel ${panel[field] ?? 'missing'}`),
      ).toEqual([])
      if (writer !== 'operations') return
      const invented = Object.keys(panel).filter((field) => !isInside(field, domain) && !isRowId(field))
      expect(invented, 'the panel shows what is not stored').toEqual([])
    },
  )

  it('states every unique field as an index of the domain: Payload makes none', () => {
    const unstated = payload.config.collections.flatMap(({ slug, flattenedFields }) =>
      flattenedFields
        .filter((field) => 'unique' in field && field.unique)
        .map((field) => field.name)
        .filter((name) => !hasUniqueIndex(slug, name))
        .map((name) => `${slug}.${name}`),
    )
    expect(unstated).toEqual([])
  })
})

/** A JSON value of the panel shows whatever object the domain keeps there. */
const fits = (field: string, kind: string, panel: Shape): boolean =>
  panel[field] === kind || [field, ...outerOf(field)].some((place) => panel[place] === 'json')

/** A value that the domain keeps open may be shown with its parts. */
const isInside = (field: string, domain: Shape): boolean =>
  field in domain || outerOf(field).some((outer) => domain[outer] === 'json')

/** Payload counts its own rows by an id of theirs. */
const isRowId = (field: string): boolean => field.endsWith('[].id')

/** `a.b[].c` lies in `a.b[]`, `a.b` and `a`. */
function outerOf(field: string): string[] {
  const parts = field.split('.')
  return parts.slice(0, -1).flatMap((_, index) => {
    const outer = parts.slice(0, index + 1).join('.')
    return outer.endsWith('[]') ? [outer, outer.slice(0, -2)] : [outer]
  })
}

const isUnder = (field: string, places: readonly string[]): boolean =>
  [field.replaceAll('[]', ''), ...outerOf(field)].some((place) => places.includes(place))

const hasUniqueIndex = (slug: string, field: string): boolean =>
  schema.some(
    ({ name, indexes }) =>
      name === slug && indexes.some(({ keys, unique }) => unique && Object.keys(keys).join() === field),
  )
