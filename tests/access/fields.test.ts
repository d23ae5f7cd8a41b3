import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseOf } from '@/platform/documentTransaction'
import { emptyDatabase, testDatabase } from '../setup/database'
import { createBodies } from './bodies'
import { expected } from './expected'
import { differences, type FieldPath, fieldPaths, joined, nested, valueAt } from './fieldPaths'
import { fieldValue, holds, otherValue } from './fieldValues'
import { insertPairs, type Pair, targetOf } from './fixtures'
import { testPayload } from './payload'
import { type PersonName, personNames, signInEverybody } from './people'
import { photograph } from './photograph'
import { reaches, type Side, sides } from './reach'
import { type Answer, rest } from './rest'
import { always, fieldRule, fieldRules, following, inEvery } from './rules/fields'

type Stored = { _id: string } & Record<string, unknown>
type Written = 'create' | 'update'

const slugs = Object.keys(expected)
/** What fits to a release depends on the product, which staff say in the same body. */
const alone = ['releases.files']
/** Where a write is remembered, and told, beside the document. */
const beside = ['audit', 'outbox']

describe('who reads and writes which field through Payload’s REST [ID-2] [ARC-1]', () => {
  let payload: Payload
  let tokens: Record<PersonName, string | null>
  let pairs: Record<string, Pair>

  const collection = (slug: string) => databaseOf(payload).db.collection<Stored>(slug)
  const pathsOf = (slug: string): FieldPath[] => {
    const found = payload.config.collections.find((one) => one.slug === slug)
    return fieldPaths(found?.flattenedFields ?? [])
  }
  const people = (slug: string, operation: 'read' | Written) =>
    personNames.flatMap((name) =>
      sides
        .filter((side) => reaches(expected[slug]?.[operation], name, side))
        .map((side) => ({ name, side })),
    )
  const mayField = (
    slug: string,
    path: string,
    operation: 'read' | Written,
    name: PersonName,
    side: Side,
  ) => {
    const rule = fieldRule(slug, path)?.[operation]
    return rule === undefined || reaches(rule, name, side)
  }

  beforeAll(async () => {
    payload = await testPayload()
    await emptyDatabase(await testDatabase())
    tokens = await signInEverybody(databaseOf(payload), payload.secret)
    pairs = await insertPairs(
      databaseOf(payload),
      slugs.filter((slug) => slug !== 'users'),
    )
    for (const slug of slugs) await fill(slug)
  })
  afterAll(async () => emptyDatabase(await testDatabase()))

  /** Every field of every document has a value, so that what is not told is not told by rule. */
  async function fill(slug: string): Promise<void> {
    for (const row of await collection(slug).find().toArray()) {
      const side: Side = row._id.endsWith('b') ? 'b' : 'a'
      let filled: Record<string, unknown> = row
      for (const { path, field, localized } of pathsOf(slug)) {
        const present = valueAt(row, path)
        const isEmpty = present === undefined || present === null || (Array.isArray(present) && !present[0])
        if (!isEmpty || path === 'id' || path === 'lockedAt') continue
        const value = fieldValue(slug, path, field, side)
        const one = field.type === 'date' ? new Date(String(value)) : value
        filled = joined(filled, nested(path, localized ? { en: one } : one))
      }
      await collection(slug).replaceOne({ _id: row._id }, filled, { bypassDocumentValidation: true })
    }
  }

  it('has no line for a field that is not there', () => {
    const lines = Object.entries(fieldRules).flatMap(([slug, rules]) =>
      Object.keys(rules)
        .filter((place) => !pathsOf(slug).some(({ path }) => path === place || path.startsWith(`${place}.`)))
        .map((place) => `${slug}.${place}`),
    )
    expect(lines).toEqual([])
    for (const name of Object.keys(inEvery))
      expect(pathsOf('products').map(({ path }) => path)).toContain(name)
  })

  it.each(slugs)(
    '%s tells each field to whom it is for',
    async (slug) => {
      for (const { name, side } of people(slug, 'read')) {
        const id = targetOf(pairs, slug, name, side)
        const { body } = await rest(tokens[name], 'GET', `/${slug}/${id}?depth=0`)
        const told = pathsOf(slug).filter(({ path }) => isThere(valueAt(body, path)))
        const wanted = pathsOf(slug).filter(({ path }) => mayField(slug, path, 'read', name, side))
        expect(names(told), `${name} on ${slug} ${side}`).toEqual(names(wanted))
      }
    },
    120_000,
  )

  const written = (operation: Written) => slugs.filter((slug) => people(slug, operation).length > 0)

  it.each(written('update'))(
    '%s are changed field by field by whom they are for',
    async (slug) => {
      // Collections name published products alone.
      if (slug === 'curations') await collection('products').updateMany({}, { $set: { status: 'published' } })
      for (const { name, side } of people(slug, 'update')) {
        const id = targetOf(pairs, slug, name, side)
        const change = (body: object) => rest(tokens[name], 'PATCH', `/${slug}/${id}`, body)
        // Once without a change, so that what the framework fills in is there before.
        expect((await change({})).status, `${name} on ${slug}`).toBe(200)
        const before = await collection(slug).findOne({ _id: id })
        const others = await photograph(databaseOf(payload), [slug, ...beside])
        const attempt = async (body: object) => {
          const answer = await change(body)
          const now = await collection(slug).findOne({ _id: id })
          if (before)
            await collection(slug).replaceOne({ _id: id }, before, { bypassDocumentValidation: true })
          const changed = differences(before, now).filter((path) => path !== 'updatedAt')
          return { answer, now, changed: changed.filter((path) => !always[slug]?.includes(path)) }
        }
        await expectFields({ slug, name, side, operation: 'update', ok: 200, present: before, attempt })
        expect(await others.changed(), `${name} on ${slug}`).toEqual([])
      }
    },
    120_000,
  )

  it.each(written('create'))(
    '%s are made with those fields that one may say',
    async (slug) => {
      for (const { name, side } of people(slug, 'create')) {
        const others = await photograph(databaseOf(payload), [slug, ...beside])
        const present = await collection(slug).distinct('_id')
        const make = async (more: object) => {
          const answer = await rest(tokens[name], 'POST', `/${slug}`, withMore(slug, side, more))
          const made = await collection(slug).findOne({ _id: { $nin: present } })
          await collection(slug).deleteMany({ _id: { $nin: present } })
          return { answer, now: made }
        }
        const plain = await make({})
        expect(plain.answer.status, `${name} makes ${slug}: ${plain.answer.text}`).toBe(201)
        const attempt = async (body: object) => {
          const { answer, now } = await make(body)
          const changed = now ? differences(plain.now, now).filter((path) => !isOfItsOwn(path)) : []
          return { answer, now, changed }
        }
        await expectFields({ slug, name, side, operation: 'create', ok: 201, present: plain.now, attempt })
        expect(await others.changed(), `${name} makes ${slug}`).toEqual([])
      }
    },
    120_000,
  )

  interface Asked {
    slug: string
    name: PersonName
    side: Side
    operation: Written
    ok: number
    /** Without what is tried. */
    present: Stored | null
    attempt(body: object): Promise<{ answer: Answer; now: Stored | null; changed: string[] }>
  }

  /** All fields that the person may write at once: all are there and nothing else. Each of the others alone: nothing is. */
  async function expectFields({ slug, name, side, operation, ok, present, attempt }: Asked): Promise<void> {
    const all = pathsOf(slug).map((one) => ({
      ...one,
      value: otherValue(slug, one.path, one.field, side, valueAt(present, one.path)),
    }))
    const may = all.filter(({ path }) => mayField(slug, path, operation, name, side))
    const where = `${operation}: ${name} on ${slug} ${side}`
    const together = may.filter(({ path }) => !alone.includes(`${slug}.${path}`))
    for (const { path, value } of may.filter((one) => !together.includes(one))) {
      const { answer, now } = await attempt(nested(path, value))
      expect([answer.status, holds(valueAt(now, path), value)], `${where} ${answer.text}`).toEqual([ok, true])
    }
    const { answer, now, changed } = await attempt(
      together.reduce((body, { path, value }) => joined(body, nested(path, value)), {}),
    )
    expect(answer.status, `${where} ${answer.text}`).toBe(ok)
    const landed = together.filter(({ path, value }) => holds(valueAt(now, path), value))
    expect(names(landed), where).toEqual(names(together))
    const follows = together.flatMap(({ path }) => following[slug]?.[path] ?? [])
    const unasked = changed.filter(
      (path) => ![...names(together), ...follows].some((asked) => `${path}.`.startsWith(`${asked}.`)),
    )
    expect(unasked, where).toEqual([])

    for (const { path, value } of all.filter((one) => !may.includes(one))) {
      const refused = await attempt(nested(path, value))
      expect(refused.changed, `${where} ${path}: ${refused.answer.status}`).toEqual([])
      const place = path === 'id' ? '_id' : path
      if (isOfItsOwn(place))
        expect(holds(valueAt(refused.now, place), value), `${where} ${path} is believed`).toBe(false)
    }
  }
})

/** An empty list is what the framework puts in the place of one that it does not tell. */
const isThere = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0)

const names = (paths: readonly { path: string }[]): string[] => paths.map(({ path }) => path)

/** What two documents that are made alike do not share. */
const isOfItsOwn = (path: string): boolean =>
  ['_id', 'createdAt', 'updatedAt', 'hash', 'salt', 'url', 'filename'].includes(path) ||
  /^sizes\.\w+\.(url|filename)$/.test(path)

function withMore(slug: string, side: Side, more: object): object | FormData {
  const body = createBodies[slug]?.(side) ?? {}
  if (!(body instanceof FormData)) return joined(body, more)
  const file = body.get('file')
  const form = new FormData()
  if (file instanceof File) form.set('file', file)
  form.set('_payload', JSON.stringify(joined(JSON.parse(String(body.get('_payload'))), more)))
  return form
}
