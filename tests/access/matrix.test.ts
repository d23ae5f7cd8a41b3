import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseOf } from '@/platform/documentTransaction'
import { emptyDatabase, testDatabase } from '../setup/database'
import { createBodies, updateBodies } from './bodies'
import { expected, testedApart } from './expected'
import { insertPairs, type Pair, targetOf } from './fixtures'
import { testPayload } from './payload'
import { type PersonName, personNames, signInEverybody } from './people'
import { reaches, type Side, sides } from './reach'
import { type Answer, rest } from './rest'

type Stored = { _id: string } & Record<string, unknown>

const slugs = Object.keys(expected)

/** What is deleted with a document of a collection. */
const goWith: Record<string, readonly string[]> = { products: ['packages', 'releases'] }

describe('who may do what through Payload’s REST [ID-2] [ARC-1]', () => {
  let payload: Payload
  let tokens: Record<PersonName, string | null>
  let pairs: Record<string, Pair>

  const collection = (slug: string) => databaseOf(payload).db.collection<Stored>(slug)
  const everything = (slug: string) =>
    collection(slug)
      .find({}, { sort: { _id: 1 } })
      .toArray()
  const restore = async (slug: string, before: Stored[]) => {
    await collection(slug).deleteMany({})
    if (before.length > 0) await collection(slug).insertMany(before)
  }

  const target = (slug: string, name: PersonName, side: Side): string => targetOf(pairs, slug, name, side)

  beforeAll(async () => {
    payload = await testPayload()
    await emptyDatabase(await testDatabase())
    tokens = await signInEverybody(databaseOf(payload), payload.secret)
    pairs = await insertPairs(
      databaseOf(payload),
      slugs.filter((slug) => slug !== 'users'),
    )
  })
  afterAll(async () => emptyDatabase(await testDatabase()))

  it('has a line here for every collection', () => {
    const configured = payload.config.collections.map(({ slug }) => slug as string)
    expect(configured.filter((slug) => !(slug in expected) && !testedApart.includes(slug))).toEqual([])
    expect(slugs.filter((slug) => !configured.includes(slug))).toEqual([])
  })

  it('has no collection that leaves a rule to Payload’s default of anybody signed in', () => {
    const stated = ['create', 'read', 'update', 'delete', 'readVersions', 'unlock'] as const
    const unstated = payload.config.collections.flatMap(({ slug, access, auth }) => [
      ...stated
        .filter((rule) => typeof access[rule] !== 'function' || access[rule].name === 'defaultAccess')
        .map((rule) => `${slug}.${rule}`),
      ...(auth && typeof access.admin !== 'function' ? [`${slug}.admin`] : []),
    ])
    expect(unstated).toEqual([])
  })

  describe.each(slugs)('%s', (slug) => {
    const rules = expected[slug] ?? { read: {}, create: {}, update: {}, delete: {} }

    it.each(personNames)('for %s', async (name) => {
      const token = tokens[name]
      const before = await everything(slug)
      const parts: [string, Awaited<ReturnType<typeof everything>>][] = []
      for (const part of goWith[slug] ?? []) parts.push([part, await everything(part)])
      const untouched = async (what: string) => expect(await everything(slug), what).toEqual(before)
      const call = (method: string, path: string, body?: object | FormData) =>
        rest(token, method, `/${slug}${path}`, body)

      await reading(call)
      await untouched('reading changes nothing')

      for (const side of sides) {
        const id = target(slug, name, side)
        const where = `${name} on ${slug} ${side}`

        const updated = await call('PATCH', `/${id}`, updateBodies[slug] ?? { id: 'other', status: 'paid' })
        if (reaches(rules.update, name, side)) {
          expect(updated.status, `update: ${where} ${updated.text}`).toBe(200)
          await restore(slug, before)
        } else {
          refused(updated, `update: ${where}`)
          await untouched(`update: ${where}`)
        }

        const deleted = await call('DELETE', `/${id}`)
        if (reaches(rules.delete, name, side)) {
          expect(deleted.status, `delete: ${where} ${deleted.text}`).toBe(200)
          await restore(slug, before)
          for (const [part, rows] of parts) await restore(part, rows)
        } else {
          refused(deleted, `delete: ${where}`)
          await untouched(`delete: ${where}`)
        }

        const created = await call('POST', '', createBodies[slug]?.(side) ?? { id: 'one-more' })
        if (reaches(rules.create, name, side)) {
          expect(created.status, `create: ${where} ${created.text}`).toBe(201)
          await restore(slug, before)
        } else {
          refused(created, `create: ${where}`)
          await untouched(`create: ${where}`)
        }

        refused(await call('POST', `/${id}/duplicate`, {}), `duplicate: ${where}`)
        refused(await call('POST', '/versions/any', {}), `restore version: ${where}`)
        refused(await call('GET', '/versions'), `versions: ${where}`)
        await untouched(`duplicate, versions: ${where}`)
      }

      await inBulk(call)
      for (const [part, rows] of parts) await restore(part, rows)
      await untouched('in bulk')
    })

    type Call = (method: string, path: string, body?: object | FormData) => Promise<Answer>

    async function reading(call: Call): Promise<void> {
      const name = currentName()
      const list = await call('GET', '?limit=100&depth=2')
      const ids = list.status === 200 ? (list.body.docs as { id: string }[]).map(({ id }) => id) : []
      for (const side of sides) {
        const id = target(slug, name, side)
        const visible = reaches(rules.read, name, side)
        expect(ids.includes(id), `list: ${name} on ${slug} ${side} ${list.text.slice(0, 200)}`).toBe(visible)
        const one = await call('GET', `/${id}?depth=2`)
        if (visible) expect(one.status, `read: ${name} on ${slug} ${side}`).toBe(200)
        else refused(one, `read: ${name} on ${slug} ${side}`)
        const found = await call('GET', `?where[id][equals]=${id}&where[or][0][id][exists]=true`)
        expect(found.status === 200 && found.text.includes(`"id":"${id}"`), `search: ${name}`).toBe(visible)
        const counted = await call('GET', `/count?where[id][equals]=${id}`)
        expect(counted.status === 200 && counted.body.totalDocs === 1, `count: ${name}`).toBe(visible)
      }
      for (const secret of secrets) expect(list.text.includes(secret), `${secret} in ${slug}`).toBe(false)
    }

    /** Without a filter by id: what the person may not reach is not among it. */
    async function inBulk(call: Call): Promise<void> {
      const name = currentName()
      const before = await everything(slug)
      const where = '?where[id][exists]=true&limit=0'
      await call('PATCH', where, updateBodies[slug] ?? { status: 'paid' })
      await call('DELETE', where)
      const after = await everything(slug)
      const forbidden = sides.filter(
        (side) => !reaches(rules.update, name, side) && !reaches(rules.delete, name, side),
      )
      for (const side of forbidden) {
        const id = target(slug, name, side)
        expect(
          after.find(({ _id }) => _id === id),
          `in bulk: ${name} on ${slug} ${side}`,
        ).toEqual(before.find(({ _id }) => _id === id))
      }
      await restore(slug, before)
    }
  })

  /** vitest names the test by its row. */
  const currentName = (): PersonName => {
    const title = expect.getState().currentTestName?.split(' for ').at(-1)
    const name = personNames.find((candidate) => candidate === title)
    if (!name) throw new Error(`no such person: ${title}`)
    return name
  }
})

/** Stored in the fixtures, and never in an answer. */
const secrets = ['hash-of-', 'sealed-', 'secret-place-', 'secret-link', 'a'.repeat(64), 'b'.repeat(64)]

function refused({ status, text }: Answer, what: string): void {
  expect(
    [400, 401, 403, 404, 405, 409, 422, 501].includes(status),
    `${what}: ${status} ${text.slice(0, 200)}`,
  ).toBe(true)
}
