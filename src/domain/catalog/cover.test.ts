import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverPath, coverSvg, coverTypes, underprintSvg } from './cover'
import { oklchToHex } from './coverPalette'

const themes = ['light', 'dark'] as const

describe('covers', () => {
  it.each(coverTypes)('a %s has the same cover whenever it is drawn', (type) => {
    const draw = () => coverSvg({ seed: 'prd_01', type, theme: 'light' })
    expect(draw()).toBe(draw())
  })

  it.each(coverTypes)('two products of type %s differ in their lines', (type) => {
    expect(coverSvg({ seed: 'prd_01', type, theme: 'light' })).not.toBe(
      coverSvg({ seed: 'prd_02', type, theme: 'light' }),
    )
  })

  it('themes differ in ink only', () => {
    const ofTheme = (theme: 'light' | 'dark') =>
      coverSvg({ seed: 'prd_01', type: 'saas', theme }).replace(/#[\da-f]{6}/g, '')
    expect(ofTheme('dark')).toBe(ofTheme('light'))
  })

  it('whatever the seed, a cover stays within 3 KB, holds numbers only and runs nothing', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(...coverTypes),
        fc.constantFrom(...themes),
        (seed, type, theme) => {
          const svg = coverSvg({ seed, type, theme })
          expect(svg.length).toBeLessThanOrEqual(3072)
          expect(svg).not.toMatch(/NaN|Infinity|undefined|script|on\w+=/)
          expect(svg.match(/<use /g)?.length).toBeGreaterThanOrEqual(20)
        },
      ),
    )
  })

  it('covers and underprints are well-formed XML', () => {
    const all = [
      ...coverTypes.map((type) => coverSvg({ seed: 'a<b&"', type, theme: 'dark' })),
      underprintSvg('lic_01'),
    ]
    for (const svg of all) expect(unbalancedTags(svg)).toEqual([])
  })

  it('an underprint is its license’s own and within 3 KB', () => {
    expect(underprintSvg('lic_01')).toBe(underprintSvg('lic_01'))
    expect(underprintSvg('lic_01')).not.toBe(underprintSvg('lic_02'))
    expect(underprintSvg('lic_01').length).toBeLessThanOrEqual(3072)
  })

  it('the address names product, type, theme and the version of the drawing', () => {
    expect(coverPath('prd_01', 'api', 'dark')).toMatch(/^\/cover\/prd_01\.api\.dark\.svg\?v=\d+$/)
  })

  it.each([
    [1, 0, 0, '#ffffff'],
    [0.627955, 0.257683, 29.2339, '#ff0000'],
    [0.86644, 0.294827, 142.4953, '#00ff00'],
  ])('oklch(%d %d %d) is %s', (lightness, chroma, hue, hex) => {
    expect(oklchToHex(lightness, chroma, hue)).toBe(hex)
  })
})

/** Tags that are opened and not closed, or attributes without quotes: enough for markup without free text. */
function unbalancedTags(svg: string): string[] {
  const open: string[] = []
  const faults: string[] = []
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [A-Za-z-:]+="[^"<&]*")*)(\/?)>/g,
    (_, close, name, _attributes, own) => {
      if (close === '/') {
        if (open.pop() !== name) faults.push(name)
      } else if (own !== '/') open.push(name)
      return ''
    },
  )
  return [...faults, ...open, ...(rest === '' ? [] : [rest])]
}
