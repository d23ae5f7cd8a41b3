import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { edgeRoutes } from '@/endpoints/edge/routes'
import type { Database } from '@/platform/database'
import { diskStorage } from '@/platform/fileStorage'
import { Lifecycle } from '@/platform/lifecycle'
import { emptyDatabase, testDatabase } from '../setup/database'
import { startTestEdge, type TestEdge } from '../setup/edge'
import { insertPairs } from './fixtures'
import { testPayload } from './payload'
import { type PersonName, personNames, signInEverybody } from './people'
import { photograph } from './photograph'
import { edgeRules } from './rules/edge'

/** Kept of every question, whatever the answer; and the public list of revocations, drawn up when it is asked for. */
const kept = ['license-attempts', 'license-revocations']
/** An address that asks for many keys that do not exist is slowed down: these stand for the others. */
const some: readonly PersonName[] = ['anonymous', 'customer', 'ownerA', 'admin', 'lockedAdmin']

let edge: TestEdge
let database: Database
let tokens: Record<PersonName, string | null>

beforeAll(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
  const { secret } = await testPayload()
  tokens = await signInEverybody(database, secret)
  await insertPairs(database, ['customers', 'sellers', 'products', 'licenses', 'releases', 'files'])
})
beforeEach(async () => {
  edge = await startTestEdge(database)
})
afterEach(() => edge?.stop())
afterAll(() => emptyDatabase(database))

describe('every route of edge [ID-2] [ARC-1]', () => {
  it('has a line that says what opens it', async () => {
    const lifecycle = new Lifecycle()
    const routes = edgeRoutes({
      env: edge.env,
      database,
      storage: diskStorage(edge.env.FILES_DIR),
      lifecycle,
      isWebReachable: async () => true,
    })
    await lifecycle.stop()
    expect(Object.keys(edgeRules).toSorted()).toEqual([...new Set(routes.map(({ path }) => path))].sort())
  })

  describe.each(Object.entries(edgeRules))('%s', (_, { credential, asks }) => {
    const callers = credential.startsWith('a license key') ? some : personNames

    it('opens to no session: everybody gets the same without its credential', async () => {
      const before = await photograph(database, kept)
      for (const { method, path, headers, body, without } of asks)
        for (const name of callers) {
          const response = await fetch(`${edge.url}${path}`, {
            method,
            redirect: 'manual',
            headers: {
              ...headers,
              ...(body ? { 'content-type': 'application/json' } : {}),
              ...(tokens[name] ? { cookie: `payload-token=${tokens[name]}` } : {}),
            },
            ...(body ? { body: JSON.stringify(body) } : {}),
          })
          const text = await response.text()
          expect(response.status, `${method} ${path} for ${name}: ${text.slice(0, 200)}`).toBe(without)
          if (path.includes('/license/') && without === 200)
            expect(text, `${method} ${path} for ${name}`).not.toMatch(/"(valid|activated|removed)":true/)
        }
      expect(await before.changed()).toEqual([])
    })
  })
})
