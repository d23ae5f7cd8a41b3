import { readFile, stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { platforms } from '@/domain/catalog/compatibility'

const css = await readFile(new URL('./site.css', import.meta.url), 'utf8')

/** The declarations of the first block whose selector is `selector`. */
function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+|color-scheme):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  )
}

const colors = (tokens: Record<string, string>) =>
  Object.keys(tokens).filter((name) => tokens[name]?.startsWith('oklch('))

describe('the tokens of the site', () => {
  it('dark by choice and dark by system are the same colors', () => {
    expect(tokensOf('[data-theme="dark"]')).toEqual(tokensOf(':root:not([data-theme])'))
  })

  it('every color has a dark value', () => {
    const light = colors(tokensOf(':root'))
    expect(light.length).toBeGreaterThan(25)
    expect(colors(tokensOf('[data-theme="dark"]'))).toEqual(light)
  })

  it('every version that a product can state has a rule for what does not fit it', () => {
    for (const [platform, lines] of Object.entries(platforms)) {
      const ruled = [...css.matchAll(new RegExp(`html\\[data-${platform}="([^"]+)"\\] `, 'g'))].map(
        ([, line]) => line,
      )
      expect(ruled).toEqual(lines)
    }
  })

  it('nothing is loaded from elsewhere', () => {
    expect(css).not.toMatch(/https?:|@import (?!"tailwindcss")/)
  })

  it('the three cuts of type weigh at most 56 KB', async () => {
    const files = ['archivo-text', 'archivo-display', 'martian-mono']
    const sizes = await Promise.all(
      files.map(async (name) => (await stat(new URL(`./fonts/${name}.woff2`, import.meta.url))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(56_000)
  })
})
