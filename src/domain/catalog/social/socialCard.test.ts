import { describe, expect, it } from 'vitest'
import { coverTypes } from '../coverPalette'
import { drawable, widthOf, wrapped } from './lettering'
import { type SocialCard, socialMark, socialPath, socialSvg } from './socialCard'

const card = (fields: Partial<SocialCard> = {}): SocialCard => ({
  id: 'prd_01',
  type: 'package',
  label: 'Package',
  title: 'Invoice Kit',
  byline: 'by Acme',
  price: 'from $49',
  ...fields,
})

describe('letters as outlines', () => {
  it.each([
    ['Łódź & Straße', 'Łódź & Straße'],
    ['two  spaces\nand\ta tab ', 'two spaces and a tab'],
    ['Việt', 'Viet'],
    ['日本語', ''],
    ['🎉 Party', 'Party'],
    ['constructor __proto__', 'constructor __proto__'],
  ])('of %j are drawn %j', (text, expected) => {
    expect(drawable('display', text)).toBe(expected)
  })

  it('pairs that belong together stand closer than their widths', () => {
    const apart = widthOf('display', 'A', 100) + widthOf('display', 'V', 100)
    expect(widthOf('display', 'AV', 100)).toBeLessThan(apart)
  })

  it.each([
    'A name of ordinary length',
    'Donaudampfschifffahrtsgesellschaftskapitänsmütze'.repeat(4),
    'a '.repeat(120),
    'W'.repeat(240),
  ])('no line of %j is wider than the paper, and what is cut says so', (text) => {
    const { lines, isCut } = wrapped('display', text, { size: 60, width: 632, most: 3 })
    expect(lines.length).toBeLessThanOrEqual(3)
    for (const line of lines) expect(widthOf('display', line, 60)).toBeLessThanOrEqual(632)
    expect(lines.at(-1)?.endsWith('…')).toBe(isCut)
    if (!isCut) expect(lines.join(' ').trim()).toBe(text.trim())
  })

  it('nothing is one line of nothing at most', () => {
    expect(wrapped('display', '', { size: 60, width: 600, most: 2 }).lines).toEqual([])
  })
})

describe('the picture of a shared link [CAT-6]', () => {
  it.each(coverTypes)('of the type %s is one SVG without texts, scripts or anything loaded', (type) => {
    const svg = socialSvg(card({ type }))
    expect(svg).toMatch(/^<svg [^>]*width="1200" height="630"/)
    expect(svg).not.toMatch(/<(text|script|image|foreignObject|style)\b|\bon\w+=|url\(|xlink/)
  })

  it('what somebody wrote stands in it as outlines only', () => {
    const hostile = '"/><script>alert(1)</script>&xxe; ]]>'
    const svg = socialSvg(card({ title: hostile, byline: hostile, label: hostile, price: hostile }))
    expect(svg).not.toMatch(/script|alert|xxe|&/)
  })

  it('has another address for another name, seller, price or type, and the same for the same', () => {
    const all = [
      card(),
      card({ title: 'Other' }),
      card({ byline: 'by Other' }),
      card({ price: null }),
      card({ type: 'api' }),
    ]
    expect(new Set(all.map(socialMark)).size).toBe(all.length)
    expect(socialPath(card())).toBe(socialPath(card()))
    expect(socialPath(card())).toMatch(/^\/social\/prd_01\.[\w-]{16}\.png$/)
  })
})
