import { beforeAll, describe, expect, it, vi } from 'vitest'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { cuttableDatabase } from '../../../tests/setup/cuttable'
import { testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'

let database: Database

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
})

const validate = (edge: TestEdge, key: string) =>
  fetch(`${edge.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, product: 'acme/widgets' }),
  })

/** Nothing is kept before the change stream has begun. */
const streamBegins = () => new Promise((resolve) => setTimeout(resolve, 1_500))

const refund = (id: string) =>
  collectionOf(database, licenseRecord).updateOne(
    { _id: id },
    { $set: { status: 'revoked', reason: 'refunded' } },
  )

describe('validate on edge [LIC-4]', () => {
  it('while the database is away judges on what it read before, marked stale, and heals by itself', async () => {
    const line = await cuttableDatabase(database.db.databaseName)
    const edge = await startTestEdge(line.followed)
    const [known, unseen] = [await issuedLicense(database), await issuedLicense(database)]
    await streamBegins()
    // So often that it is answered from memory.
    for (let n = 0; n < 4; n++)
      expect(await (await validate(edge, known.key)).json()).toMatchObject({ valid: true, code: 'VALID' })

    await line.cut()
    await vi.waitFor(
      async () =>
        expect(await (await validate(edge, known.key)).json()).toMatchObject({ valid: true, stale: true }),
      20_000,
    )
    const refused = await validate(edge, unseen.key)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'unavailable' })
    expect(refused.headers.get('retry-after')).toBe('5')
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${edge.url}/readyz`)).status).toBe(503)

    await refund(known.license._id)
    await line.mend()
    await vi.waitFor(
      async () =>
        expect(await (await validate(edge, known.key)).json()).toMatchObject({
          valid: false,
          code: 'REFUNDED',
        }),
      20_000,
    )
    await edge.stop()
    await line.stop()
  }, 90_000)

  it('every process refuses a license within a second after it was refunded, though it lay in memory', async () => {
    const edges = [await startTestEdge(database), await startTestEdge(database)]
    const { key, license } = await issuedLicense(database)
    await streamBegins()
    for (const edge of edges)
      for (let n = 0; n < 5; n++) {
        await validate(edge, key)
        // What the first use leaves behind is written within a second, and drops it once.
        if (n === 0) await streamBegins()
      }
    await refund(license._id)
    const codeAt = async (edge: TestEdge) => (await (await validate(edge, key)).json()).code
    await expect
      .poll(() => Promise.all(edges.map(codeAt)), { interval: 10, timeout: 1_000 })
      .toEqual(['REFUNDED', 'REFUNDED'])
    for (const edge of edges) await edge.stop()
  }, 20_000)
})
