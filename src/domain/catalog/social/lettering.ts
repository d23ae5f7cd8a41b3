import { z } from 'zod'
import letters from './letters.json'

/** A cut of our typeface as outlines (tools/fonts/outline.ts): drawn so, a text needs no font where it is drawn. */
const cutSchema = z.object({
  unitsPerEm: z.number(),
  capHeight: z.number(),
  glyphs: z.record(z.string(), z.tuple([z.number(), z.string()])),
  kerning: z.record(z.string(), z.number()),
})
const cuts = z.object({ display: cutSchema, text: cutSchema }).parse(letters)
export type Cut = keyof typeof cuts

/** No line of a card is longer, whatever a name was made to be. */
const mostLetters = 240

/**
 * The letters of a text that can be drawn: composed, white space as single spaces; a letter that the cut lacks loses its
 * marks, and where that does not help it is left out.
 */
export function drawable(cut: Cut, text: string): string {
  const { glyphs } = cuts[cut]
  const has = (letter: string) => Object.hasOwn(glyphs, letter)
  const kept = [...text.normalize('NFC').replace(/\s+/g, ' ')].slice(0, mostLetters).map((letter) => {
    if (has(letter)) return letter
    const [base = ''] = letter.normalize('NFKD')
    return has(base) ? base : ''
  })
  return kept.join('').replace(/ {2,}/g, ' ').trim()
}

/** How wide a drawable text is at a size, both in pixels. */
export function widthOf(cut: Cut, text: string, size: number, spacing = 0): number {
  const { unitsPerEm } = cuts[cut]
  const end = placed(cut, text).end
  return (end / unitsPerEm) * size + spacing * text.length
}

/** Lines of at most `width` pixels, `most` of them; what does not fit is left out and said to be so: `…`. */
export function wrapped(
  cut: Cut,
  text: string,
  { size, width, most }: { size: number; width: number; most: number },
): { lines: string[]; isCut: boolean } {
  const fits = (line: string) => widthOf(cut, line, size) <= width
  const lines: string[] = []
  let line = ''
  const words = text.split(' ').flatMap((word) => pieces(word, fits))
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer)) {
      line = longer
      continue
    }
    if (lines.length === most - 1)
      return { lines: [...lines, shortened(`${line} ${words.slice(index).join(' ')}`, fits)], isCut: true }
    lines.push(line)
    line = word
  }
  return { lines: line === '' ? lines : [...lines, line], isCut: false }
}

/** One word that is wider than a line, in parts that are not. */
function pieces(word: string, fits: (text: string) => boolean): string[] {
  const parts: string[] = []
  let part = ''
  for (const letter of word) {
    if (part !== '' && !fits(part + letter)) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part]
}

function shortened(text: string, fits: (text: string) => boolean): string {
  const letters = [...text]
  while (letters.length > 0 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** A drawable text as SVG, its first letter's foot at `x`, its baseline at `y`. Nothing of the text itself is in it. */
export function textSvg(
  cut: Cut,
  text: string,
  { x, y, size, ink, spacing = 0 }: { x: number; y: number; size: number; ink: string; spacing?: number },
): string {
  const scale = size / cuts[cut].unitsPerEm
  const { glyphs } = placed(cut, text)
  const paths = glyphs
    .filter(({ path }) => path !== '')
    .map(
      ({ at, index, path }) => `<path transform="translate(${at + (spacing / scale) * index})" d="${path}"/>`,
    )
  return `<g fill="${ink}" transform="translate(${x} ${y}) scale(${scale})">${paths.join('')}</g>`
}

interface Placed {
  glyphs: { at: number; index: number; path: string }[]
  end: number
}

/** In units of the cut. */
function placed(cut: Cut, text: string): Placed {
  const { glyphs, kerning } = cuts[cut]
  const result: Placed = { glyphs: [], end: 0 }
  const all = [...text]
  for (const [index, letter] of all.entries()) {
    const [advance, path] = glyphs[letter] ?? [0, '']
    result.glyphs.push({ at: result.end, index, path })
    const pair = letter + (all[index + 1] ?? '')
    result.end += advance + (Object.hasOwn(kerning, pair) ? (kerning[pair] ?? 0) : 0)
  }
  return result
}
