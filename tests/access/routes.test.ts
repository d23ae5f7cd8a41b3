import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseOf } from '@/platform/documentTransaction'
import { emptyDatabase, testDatabase } from '../setup/database'
import { insertPairs } from './fixtures'
import { testPayload } from './payload'
import { isMember, type PersonName, personNames, signInEverybody, userIdOf } from './people'
import { type Photograph, photograph } from './photograph'
import { reaches, type Side, sides } from './reach'
import { rest } from './rest'
import { type ActRule, actRules, closedRoutes, matrixRoutes, otherRoutes } from './rules/acts'

type Stored = { _id: string } & Record<string, unknown>

const signedOut: readonly PersonName[] = ['anonymous', 'lockedAdmin']

let payload: Payload
let tokens: Record<PersonName, string | null>
let ids: Awaited<ReturnType<typeof insertPairs>>
const raw = (slug: string) => databaseOf(payload).db.collection<Stored>(slug)

beforeAll(async () => {
  payload = await testPayload()
  await emptyDatabase(await testDatabase())
  tokens = await signInEverybody(databaseOf(payload), payload.secret)
  const slugs = payload.config.collections.map(({ slug }) => slug as string)
  ids = await insertPairs(
    databaseOf(payload),
    slugs.filter((slug) => slug !== 'users'),
  )
  // Acted on are people of whom the others are not: what is done to them ends no session that is asked with.
  ids.users = { a: 'usr_acted_on_a', b: 'usr_acted_on_b' }
  for (const side of sides) await insertActedOn(ids.users[side])
})
afterAll(async () => emptyDatabase(await testDatabase()))

/** Somebody who signed in once: a customer whose address is proven. */
async function insertActedOn(id: string): Promise<void> {
  const now = new Date()
  await raw('users').insertOne({
    _id: id,
    email: `${id}@example.com`,
    roles: ['customer'],
    memberships: [],
    emailVerifiedAt: now,
    sessions: [{ id: `session-of-${id}`, createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }],
    createdAt: now,
    updatedAt: now,
  })
}

/** Everything that Payload answers below /api, as its configuration registers it. */
function registered(): string[] {
  const { collections, globals, endpoints } = payload.config
  return [
    ...collections.flatMap(({ slug, endpoints: own }) =>
      (own || []).filter(({ method, path }) => !matrixRoutes.includes(`${method} ${path}`)).map(under(slug)),
    ),
    ...globals.flatMap(({ slug, endpoints: own }) => (own || []).map(under(`globals/${slug}`))),
    ...endpoints.map(({ method, path }) => `${method} ${path}`),
  ]
}
const under =
  (place: string) =>
  ({ method, path }: { method: string; path: string }): string =>
    `${method} /${place}${path}`.replace(/\/$/, '')

describe('every route of Payload’s [ID-2] [ARC-1]', () => {
  it('has a line that says who may, and no line is left over', () => {
    const stated = [...Object.keys(actRules), ...closedRoutes, ...Object.keys(otherRoutes)]
    expect(stated.toSorted()).toEqual([...new Set(registered())].sort())
  })

  it.each(closedRoutes)('%s is there for nobody', async (route) => {
    const [method = '', path = ''] = route.split(' ')
    for (const name of personNames) {
      const answer = await rest(tokens[name], method.toUpperCase(), path.replace(':id', 'any'), {
        email: `${name.toLowerCase()}@example.com`,
        password: 'a long enough phrase',
      })
      expect(answer.status, name).toBe(404)
    }
  })

  it('GET /users/me tells each person of themselves, and a locked one nothing', async () => {
    for (const name of personNames) {
      const { status, body } = await rest(tokens[name], 'GET', '/users/me')
      const user = body.user as { id: string } | null | undefined
      expect(user?.id ?? null, `${name}: ${status}`).toBe(signedOut.includes(name) ? null : userIdOf(name))
    }
  })

  it('GET /users/init tells that there are people, and no more', async () => {
    expect((await rest(null, 'GET', '/users/init')).body).toEqual({ initialized: true })
  })

  it('GET /media/paste-url fetches nothing, for an admin neither', async () => {
    for (const name of ['anonymous', 'ownerA', 'admin'] as const) {
      const src = encodeURIComponent('http://127.0.0.1:1/inside.png')
      for (const place of ['', `/${ids.media?.a}`]) {
        const answer = await rest(tokens[name], 'GET', `/media/paste-url${place}?src=${src}`)
        expect([400, 401, 403, 404], `${name}: ${answer.text}`).toContain(answer.status)
      }
    }
  })

  const readsSettings: readonly PersonName[] = ['finance', 'admin']
  it.each(personNames)('the settings for %s', async (name) => {
    const read = await rest(tokens[name], 'GET', '/globals/settings')
    expect(read.status).toBe(readsSettings.includes(name) ? 200 : 403)
    const before = await photograph(databaseOf(payload))
    const written = await rest(tokens[name], 'POST', '/globals/settings', { holdDays: 9 })
    expect(written.status, 'by their acts alone').toBe(403)
    expect(await before.changed()).toEqual([])
  })
})

describe('every button’s endpoint, for everybody [ID-2] [ARC-1]', () => {
  describe.each(Object.entries(actRules))('%s', (route, rule) => {
    const [, path = ''] = route.split(' ')
    const slug = path.split('/')[1] ?? ''
    const call = (name: PersonName, side: Side, id = ids[slug]?.[side] ?? 'none') =>
      rest(tokens[name], 'POST', path.replace(':id', id), rule.body(side))

    let start: Photograph
    let before: Photograph
    beforeAll(async () => {
      start = await photograph(databaseOf(payload))
      for (const side of sides)
        for (const [place, fields] of Object.entries(rule.given?.(side) ?? {}))
          await raw(place).updateOne({ _id: ids[place]?.[side] ?? 'none' }, { $set: fields })
      before = await photograph(databaseOf(payload))
    })
    afterAll(() => start.restore())

    it.each(personNames)('for %s', async (name) => {
      const may = (side: Side) => reaches(rule.may, name, side)
      const onSide = async (side: Side) => {
        const { status, text } = await call(name, side)
        expect(status, `${name} on ${side}: ${text}`).toBe(statusFor(rule, name, side))
      }
      // Whose side it is matters to members of sellers alone.
      const asked = isMember(name) ? sides : sides.slice(0, 1)
      for (const side of asked) if (!may(side)) await onSide(side)
      if (name === 'admin' && path.includes(':id'))
        expect((await call(name, 'a', 'none')).status, 'on nothing').toBe(404)
      expect(await before.changed(), `refused to ${name}`).toEqual([])
      for (const side of asked) {
        if (!may(side)) continue
        await onSide(side)
        await before.restore()
      }
    })
  })
})

function statusFor({ may, sees, ok = 200 }: ActRule, name: PersonName, side: Side): number {
  if (signedOut.includes(name)) return 401
  if (reaches(may, name, side)) return ok
  return sees && reaches(sees, name, side) ? 403 : 404
}
