import { describe, expect, it } from 'vitest'
import { GET } from './route'

const ask = (file: string) =>
  GET(new Request(`http://site.test/cover/${file}`), { params: Promise.resolve({ file }) })

describe('GET /cover/{file}', () => {
  it.each(['prd_01.package.light.svg', 'prd_01.saas.dark.svg', 'lic_01.underprint.light.svg'])(
    '%s is an image that is kept for ever',
    async (file) => {
      const answer = await ask(file)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain('image/svg+xml')
      expect(answer.headers.get('cache-control')).toContain('immutable')
      expect(await answer.text()).toMatch(/^<svg /)
    },
  )

  it.each([
    'prd_01.package.svg',
    'prd_01.gift.light.svg',
    '<x>.api.light.svg',
    'a.api.light.svg.js',
    `${'a'.repeat(65)}.api.dark.svg`,
  ])('%s is not found', async (file) => {
    expect((await ask(file)).status).toBe(404)
  })
})
