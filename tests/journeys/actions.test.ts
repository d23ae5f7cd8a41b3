import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PersonName, personNames, userIdOf } from '../access/people'
import { type Photograph, photograph } from '../access/photograph'
import { type ActionRule, actionRules, otherActions, serverFunctions } from '../access/rules/actions'
import { actionOutcome, builtActions, callAction, formCall } from './callAction'
import { draftOf, startVisited, type Visited } from './visitors'

const signedOut: readonly PersonName[] = ['anonymous', 'lockedAdmin']
const actions = builtActions()

let visited: Visited

beforeAll(async () => {
  visited = await startVisited('actions')
}, 120_000)
afterAll(() => visited?.stack.stop(), 60_000)

const cellOf = ({ signedOut: out, rest, but }: ActionRule, name: PersonName) =>
  signedOut.includes(name) ? out : (but?.[name] ?? rest)

/** What is gathered is written within a second; then nothing of it is left for the next case. */
async function settled(before: Photograph): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await before.restore()
}

const users = async () =>
  new Map(
    (await visited.stack.database.db.collection<{ _id: string }>('users').find().toArray()).map((user) => [
      user._id,
      JSON.stringify(user),
    ]),
  )

describe('every server action, for everybody [ID-2] [ARC-1]', () => {
  it('is one of those that have a line', () => {
    expect([...Object.keys(actionRules), ...Object.keys(otherActions)].toSorted()).toEqual(
      [...actions.keys()].sort(),
    )
  })

  const cases = Object.entries(actionRules).flatMap(([action, rules]) =>
    rules.map((rule, index): [string, string, ActionRule] => [
      action,
      rule.but ? ` (${index + 1})` : '',
      rule,
    ]),
  )
  it.each(cases)('%s%s', async (action, _, rule) => {
    // The log of license checks is written a moment later.
    const before = await photograph(visited.stack.database, ['license-attempts'])
    const people = await users()
    const fields = Object.fromEntries(
      Object.entries(rule.form).map(([name, value]) => [name, visited.fill(value)]),
    )
    const call = (name: PersonName, headers?: Record<string, string>) =>
      callAction(visited, {
        name,
        page: visited.fill(rule.page),
        id: actions.get(action) ?? 'not built',
        body: formCall(fields),
        ...(headers ? { headers } : {}),
      })
    for (const [name, origin] of [
      ['customer', 'https://elsewhere.example'],
      ['affiliate', 'null'],
      ['anonymous', 'https://elsewhere.example'],
    ] as const) {
      const visit = await call(name, { origin, 'sec-fetch-site': 'cross-site' })
      expect(actionOutcome(visit), `${name} from ${origin}`).not.toBe('done')
      expect(await before.changed(), `${name} from ${origin}`).toEqual([])
    }
    for (const name of personNames) {
      const visit = await call(name)
      expect(actionOutcome(visit), `${name}: ${visit.text.slice(0, 400)}`).toBe(cellOf(rule, name))
      const done = cellOf(rule, name) === 'done'
      const allowed = [...((done ? rule.writes : rule.leaves) ?? []), ...(rule.later ?? [])]
      expect(
        (await before.changed()).filter((place) => !allowed.includes(place)),
        name,
      ).toEqual([])
      const after = await users()
      const others = [...people.keys()].filter(
        (id) => id !== userIdOf(name) && people.get(id) !== after.get(id),
      )
      expect(others, `people whom ${name} changed`).toEqual([])
      await before.restore()
    }
    if (rule.later) await settled(before)
  })
})

describe('what the panel asks the server for [ID-2] [ARC-1]', () => {
  it('has a line for every function that the framework has', () => {
    const source = readFileSync(
      path.resolve(
        import.meta.dirname,
        '../../node_modules/@payloadcms/next/dist/utilities/handleServerFunctions.js',
      ),
      'utf8',
    )
    const [table = ''] = /baseServerFunctions = \{[^}]*\}/.exec(source) ?? []
    const names = [...table.matchAll(/^\s+'?([a-z-]+)'?: /gm)].map(([, name]) => name)
    expect(Object.keys(serverFunctions).toSorted()).toEqual(names.sort())
  })

  // A draft of seller A: the first three may not open the panel, the others have no part in that seller.
  const outsiders: readonly PersonName[] = ['anonymous', 'customer', 'lockedAdmin', 'ownerB']
  it.each(Object.entries(serverFunctions))('%s', async (name, { args, tells }) => {
    // Preferences are the asker's own; an edit lock that is written locks nothing (guards.test.ts).
    const own = ['payload-preferences', 'payload-locked-documents']
    const before = await photograph(visited.stack.database, own)
    const call = (person: PersonName, headers?: Record<string, string>) =>
      callAction(visited, {
        name: person,
        page: '/admin',
        id: actions.get('(payload)/layout.tsx $$RSC_SERVER_ACTION_0') ?? 'not built',
        body: visited.fill(JSON.stringify([{ name, args }])),
        ...(headers ? { headers } : {}),
      })
    for (const person of outsiders) {
      const { text } = await call(person)
      expect(text.includes(draftOf('a')), `${person} reads the draft`).toBe(false)
      expect(await before.changed(), `${person} changes something`).toEqual([])
    }
    const { status, text } = await call('admin')
    if (tells) expect(text, `${status} ${text.slice(0, 400)}`).toContain(draftOf('a'))
    await before.restore()
  })
})
