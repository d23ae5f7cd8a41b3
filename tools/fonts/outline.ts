/**
 * Writes the letters of the social cards as outlines: `src/domain/catalog/social/letters.json`. Cards are drawn by machines
 * that may have no font at all, or another of the same name; drawn from these they are the same everywhere.
 *
 * From the @fontsource-variable packages, under the SIL Open Font License (its text lies beside the web fonts).
 * Run again only when a package version changes: `npx tsx tools/fonts/outline.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { create, type Font, type Path } from 'fontkit'
import subsetFont from 'subset-font'

const folder = 'node_modules/@fontsource-variable/archivo/files'
const out = 'src/domain/catalog/social/letters.json'

const range = (from: number, to: number) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index))
const latin = `${range(0x20, 0x7e)}${range(0xa1, 0xac)}${range(0xae, 0xff)}ŒœŠšŽžŸ–—‘’‚“”„•…‹›€™−≤≥`
/** What the languages of the rest of Europe need beside it. */
const extended = range(0x100, 0x17f)

const cuts = {
  display: { wght: 640, wdth: 112 },
  text: { wght: 500, wdth: 100 },
} as const

/** Pairs that stand closer or wider than their widths say, looked for among what names are made of. */
const paired = `${range(0x41, 0x5a)}${range(0x61, 0x7a)}${range(0x30, 0x39)}.,-–’/&`

interface Letters {
  unitsPerEm: number
  capHeight: number
  /** By character: how far the next one stands, and the outline, y downwards, the baseline at 0. */
  glyphs: Record<string, [advance: number, path: string]>
  kerning: Record<string, number>
}

async function lettersOf(axes: (typeof cuts)[keyof typeof cuts]): Promise<Letters> {
  const instance = async (file: string, text: string) =>
    create(
      await subsetFont(await readFile(`${folder}/${file}`), text, {
        targetFormat: 'sfnt',
        variationAxes: axes,
      }),
    )
  const main = await instance('archivo-latin-wdth-normal.woff2', latin)
  const more = await instance('archivo-latin-ext-wdth-normal.woff2', extended)
  const glyphs = { ...outlinesOf(more, extended), ...outlinesOf(main, latin) }
  return {
    unitsPerEm: main.unitsPerEm,
    capHeight: main.capHeight,
    glyphs,
    kerning: kerningOf(main),
  }
}

function outlinesOf(font: Font, text: string): Letters['glyphs'] {
  const has = new Set(font.characterSet)
  const outlines: Letters['glyphs'] = {}
  for (const letter of text) {
    if (!has.has(letter.codePointAt(0) ?? 0)) continue
    const [glyph] = font.layout(letter).glyphs
    if (glyph) outlines[letter] = [Math.round(glyph.advanceWidth), dataOf(glyph.path)]
  }
  return outlines
}

const letterOf = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
} as const

const dataOf = ({ commands }: Path): string =>
  commands
    .map(({ command, args }) => {
      const numbers = args.map((value, index) => Math.round(index % 2 === 1 ? -value : value) || 0)
      return `${letterOf[command]}${numbers.join(' ').replaceAll(' -', '-')}`
    })
    .join('')

function kerningOf(font: Font): Letters['kerning'] {
  const kerning: Letters['kerning'] = {}
  for (const first of paired)
    for (const second of paired) {
      const { glyphs, positions } = font.layout(first + second)
      const [glyph] = glyphs
      const [position] = positions
      if (glyphs.length !== 2 || !glyph || !position) continue
      const moved = Math.round(position.xAdvance - glyph.advanceWidth)
      if (Math.abs(moved) >= 4) kerning[first + second] = moved
    }
  return kerning
}

const letters = { display: await lettersOf(cuts.display), text: await lettersOf(cuts.text) }
const json = `${JSON.stringify(letters)}\n`
await writeFile(out, json)
for (const [cut, { glyphs, kerning }] of Object.entries(letters))
  console.log(`${cut}: ${Object.keys(glyphs).length} letters, ${Object.keys(kerning).length} pairs`)
console.log(`${json.length} bytes`)
