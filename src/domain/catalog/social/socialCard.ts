import { createHash } from 'node:crypto'
import { coverSvg } from '../cover'
import { type CoverType, coverInks } from '../coverPalette'
import { drawable, textSvg, wrapped } from './lettering'

/** What a link to a page of ours shows where it is shared. */
export interface SocialCard {
  /** Of what it is: a product's or seller's id, or `home`. Its engraving is drawn from it. */
  id: string
  type: CoverType
  /** Engraved above the title: `PACKAGE`. */
  label: string
  title: string
  byline: string
  price: string | null
}

export const socialSize = { width: 1_200, height: 630 } as const

/** Goes up when the drawing changes: the addresses of all cards change with it. */
const drawingVersion = 1

/** Twelve bytes name what is drawn: another name or price has another address, so each may be kept for ever. */
export const socialMark = (card: SocialCard): string =>
  createHash('sha256')
    .update(JSON.stringify([drawingVersion, card]))
    .digest('base64url')
    .slice(0, 16)

export const socialPath = (card: SocialCard): string => `/social/${card.id}.${socialMark(card)}.png`

const paper = '#fafbf7'
const ink = '#0d1f19'
const faded = '#4c5c55'
const panel = 760
const left = 64
const textWidth = panel - 2 * left

/** The first size that shows the whole title; the smallest cuts it off. */
const titleSizes = [
  { size: 76, most: 2 },
  { size: 62, most: 3 },
  { size: 50, most: 4 },
] as const

/**
 * 1200 × 630 units: the engraving of the thing to the right, what it is and costs on paper to the left. All letters are
 * outlines, so it looks the same on every machine, and nothing that somebody wrote stands in it as markup.
 */
export function socialSvg(card: SocialCard): string {
  const { width, height } = socialSize
  const { line, wash } = coverInks(card.type, 'light')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<path fill="${wash}" d="M0 0h${width}v${height}H0z"/>`,
    engraving(card),
    `<path fill="${paper}" d="M0 0h${panel}v${height}H0z"/>`,
    `<path stroke="${line}" stroke-width="2" d="M${panel} 0v${height}"/>`,
    brand(),
    label(card, line),
    title(card.title),
    foot(card),
    '</svg>',
  ].join('')
}

/** The cover, with its center in the part that is not covered. */
const engraving = ({ id, type }: SocialCard): string =>
  coverSvg({ seed: id, type, theme: 'light' }).replace(
    /^<svg [^>]*>/,
    '<svg x="420" y="0" width="1134" height="630" viewBox="0 0 1440 800">',
  )

/** The coin of the site's mark, and the name. */
const brand = (): string =>
  `<g transform="translate(${left} 52) scale(1.7)" fill="none" stroke="${ink}">` +
  '<circle cx="13" cy="13" r="12" stroke-width="1.25" stroke-linecap="round" stroke-dasharray=".01 2.0844"/>' +
  '<path d="M7.6 17.4V9.2l5.4 5 5.4-5v8.2" stroke-width="2.1" stroke-linejoin="round" stroke-linecap="round"/></g>' +
  textSvg('display', 'mintreu', { x: left + 58, y: 84, size: 32, ink })

function label({ label: words }: SocialCard, hue: string): string {
  const y = 176
  return (
    `<path fill="${hue}" d="M${left} ${y - 15}h15v15H${left}z"/>` +
    textSvg('text', drawable('text', words.toUpperCase()), {
      x: left + 29,
      y,
      size: 21,
      ink: faded,
      spacing: 2,
    })
  )
}

function title(words: string): string {
  const text = drawable('display', words)
  const tries = titleSizes.map((step) => ({
    ...step,
    ...wrapped('display', text, { ...step, width: textWidth }),
  }))
  const chosen = tries.find(({ isCut }) => !isCut) ?? tries.at(-1)
  if (!chosen) return ''
  const { size, lines } = chosen
  return lines
    .map((line, index) =>
      textSvg('display', line, { x: left, y: 176 + size * (1.2 + index * 1.1), size, ink }),
    )
    .join('')
}

/** By whom, and for how much: each on one line. */
function foot({ byline, price }: SocialCard): string {
  const oneLine = (cut: 'display' | 'text', words: string, size: number) =>
    wrapped(cut, drawable(cut, words), { size, width: textWidth, most: 1 }).lines[0] ?? ''
  const by = textSvg('text', oneLine('text', byline, 30), {
    x: left,
    y: price ? 512 : 566,
    size: 30,
    ink: faded,
  })
  return price
    ? by + textSvg('display', oneLine('display', price, 44), { x: left, y: 570, size: 44, ink })
    : by
}
