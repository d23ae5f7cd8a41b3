import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CodedError } from '@/platform/errors'
import { markedRefusal } from '@/platform/refusedPage'
import { type CuttableDatabase, cuttableDatabase } from '../../../tests/setup/cuttable'
import { testDatabase } from '../../../tests/setup/database'
import { type FakeWeb, startFakeWeb, startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let web: FakeWeb
let line: CuttableDatabase
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  const database = await testDatabase()
  web = await startFakeWeb((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><p>goods</p>'),
  )
  line = await cuttableDatabase(database.db.databaseName)
  edge = await startTestEdge(line.followed, { webUrl: web.url })
})
afterAll(async () => {
  await edge.stop()
  await line.stop()
  await web.stop()
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${edge.url}${path}`, { headers: { accept: 'text/html' }, ...init })

async function expectAway(answer: Response): Promise<void> {
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('3')
  expect(await answer.text()).toContain('Please try again in a few seconds.')
}

describe('pages while the database is away [OPS-2]', () => {
  it('are 503 with a sentence, asked of nobody, built files are served, and all comes back by itself', async () => {
    for (const path of ['/', '/account']) expect((await ask(path)).status).toBe(200)
    await line.cut()
    await vi.waitFor(async () => expect((await ask('/account')).status).toBe(503), 30_000)
    // Whatever is asked: what all see, what one sees, what a form sends.
    const form = {
      headers: { accept: 'text/html', origin: edge.env.PUBLIC_URL },
      method: 'POST',
      body: 'a=1',
    }
    const answers = await Promise.all([ask('/'), ask('/account'), ask('/checkout', form)])
    for (const answer of answers) await expectAway(answer)
    const asked = web.requests.length
    const forPrograms = await ask('/account', { headers: { accept: 'application/json' } })
    expect([forPrograms.status, await forPrograms.json()]).toMatchObject([503, { code: 'unavailable' }])
    expect(web.requests.length).toBe(asked)
    expect((await ask('/_next/static/a.js')).status).toBe(200)
    await line.mend()
    await vi.waitFor(async () => expect((await ask('/account')).status).toBe(200), 30_000)
  }, 90_000)

  it('that web answers with a fault, because it noticed first, are the same 503; other faults stay faults', async () => {
    const fault: FakeWeb['answer'] = (_, response) => {
      response.statusCode = 500
      response.setHeader('content-type', 'text/html').end('<p>a fault</p>')
    }
    const goods = web.answer
    web.answer = (request, response) => {
      if (request.url !== '/account') return goods(request, response)
      // Not before edge has noticed too.
      void line
        .cut()
        .then(() => vi.waitFor(async () => expect((await ask('/cart')).status).toBe(503), 30_000))
        .then(() => fault(request, response))
    }
    await expectAway(await ask('/account'))
    await line.mend()
    web.answer = fault
    await vi.waitFor(async () => expect((await ask('/account')).status).toBe(500), 30_000)
  }, 90_000)
})

describe('a page whose part of web is away or busy [CAT-6]', () => {
  /** As Next answers a fault: with the number that the error carries, somewhere in the page. */
  const faulty = (error: Error & { digest?: unknown }) =>
    `<!doctype html><html id="__next_error__"><script>push("E{digest:${error.digest}}")</script></html>`
  const busy = () =>
    new CodedError({ status: 503, code: 'catalog_busy', detail: 'No.', retryAfterSeconds: 2 })

  it('is 503 with a sentence, shared or not, kept by nobody; a page that names no refusal stays a fault', async () => {
    const answerWith = (error: unknown): FakeWeb['answer'] => {
      const page = faulty(markedRefusal(error) as Error)
      return (_, response) => {
        response.statusCode = 500
        response.setHeader('content-type', 'text/html').end(page)
      }
    }
    const goods: FakeWeb['answer'] = (_, response) =>
      response.setHeader('content-type', 'text/html').end('ok')
    const paths = ['/browse?sort=newest', `/search?q=${'a'.repeat(600)}`]
    for (const path of paths) {
      web.answer = answerWith(busy())
      await expectAway(await ask(path))
      const forPrograms = await ask(path, { headers: { accept: 'application/json' } })
      expect([forPrograms.status, forPrograms.headers.get('content-type')]).toEqual([
        503,
        'application/problem+json; charset=utf-8',
      ])
      web.answer = answerWith(new Error('a fault'))
      expect((await ask(path)).status).toBe(500)
      web.answer = answerWith(new CodedError({ status: 422, code: 'odd', detail: 'No.' }))
      expect((await ask(path)).status).toBe(500)
      web.answer = goods
      expect((await ask(path)).status).toBe(200)
    }
  }, 60_000)
})
