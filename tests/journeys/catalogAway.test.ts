import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack

beforeAll(async () => {
  // No thread comes of that, however often it is begun.
  stack = await startStack('catalog_away', { workers: 0, settings: { CATALOG_THREAD: 'dist/nowhere.mjs' } })
  await stockShelf(stack)
}, 180_000)
afterAll(async () => stack?.stop(), 60_000)

const ask = (path: string, accept = 'text/html') => fetch(stack.url + path, { headers: { accept } })

describe('while the catalog does not answer [CAT-6] [OPS-2]', () => {
  it.each([
    '/',
    '/browse',
    '/search?q=invoice',
    '/c/billing',
    '/p/northlight/fieldnotes',
    '/s/northlight',
    `/search?q=${'invoice+'.repeat(80)}`,
  ])(
    '%s is 503 with a sentence and a time to come back, and no fault',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('3')
      expect(await answer.text()).toContain('Please try again in a few seconds.')
    },
    60_000,
  )

  it('suggestions are refused with a problem document', async () => {
    const answer = await ask('/search/suggest?q=invoice', 'application/json')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      503,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.headers.get('retry-after')).toBe('2')
    expect((await answer.json()).code).toMatch(/^catalog_(unavailable|timeout)$/)
  }, 60_000)

  it('pictures of shared links are refused with a time to come back', async () => {
    const { status, headers } = await ask(`/social/prd_${'a'.repeat(20)}.${'b'.repeat(16)}.png`, 'image/png')
    expect([status, headers.get('retry-after')]).toEqual([503, '2'])
  }, 60_000)

  it('pages that ask nothing of it are there', async () => {
    expect((await ask('/licenses-explained')).status).toBe(200)
  })
})
