import { createHash } from 'node:crypto'
import { type CoverTheme, type CoverType, coverInks } from './coverPalette'
import { type Dials, type Engraving, lattice, rings, rosette, waves } from './engraving'

export { type CoverTheme, type CoverType, coverTypes } from './coverPalette'

/** Goes up when the drawing changes, so that covers kept for ever by browsers are asked for again. */
export const coverVersion = 1

const families: Record<CoverType, (dial: Dials) => Engraving> = {
  package: rosette,
  script: rosette,
  api: waves,
  saas: waves,
  plugin: lattice,
  theme: lattice,
  consultation: rings,
}

/**
 * The cover of a product that has no picture: an engraving that is a pure function of SHA-256(seed).
 * The type gives family and hue, the seed lobes, center and ratio. 1440 × 800 units, at most 3 KB,
 * no script, nothing loaded.
 */
export function coverSvg({
  seed,
  type,
  theme,
}: {
  seed: string
  type: CoverType
  theme: CoverTheme
}): string {
  const dial = dialsOf(seed)
  const { line, wash } = coverInks(type, theme)
  const family = families[type]
  const center =
    family === waves ? '0 0' : `${Math.round(dial(10, 560, 940))} ${Math.round(dial(11, 320, 500))}`
  return svg(
    1440,
    800,
    `<path fill="${wash}" d="M0 0h1440v800H0z"/>${lines(family(dial), line, center, 0.85)}`,
  )
}

/**
 * The fine rosette under licenses and invoices, a pure function of SHA-256(seed), on transparent ground.
 * 640 × 640 units, at most 3 KB.
 */
export function underprintSvg(seed: string, theme: CoverTheme = 'light'): string {
  const { line } = coverInks('package', theme)
  return svg(640, 640, lines(rosette(dialsOf(seed), 220), line, '320 320', 0.5))
}

/** The same rosette as data, for what draws paths itself (PDF, an unfinished rosette on an empty page). */
export const underprint = (seed: string): Engraving => rosette(dialsOf(seed), 220)

/** Address of a cover; kept for ever by browsers, so the version is part of it. */
export const coverPath = (id: string, type: CoverType, theme: CoverTheme): string =>
  `/cover/${id}.${type}.${theme}.svg?v=${coverVersion}`

/** Address of an underprint, see `coverPath`. */
export const underprintPath = (id: string, theme: CoverTheme): string =>
  `/cover/${id}.underprint.${theme}.svg?v=${coverVersion}`

function dialsOf(seed: string): Dials {
  const bytes = createHash('sha256').update(seed).digest()
  return (index, low, high) => low + ((bytes[index] ?? 0) / 255) * (high - low)
}

function lines({ path, copies }: Engraving, ink: string, center: string, opacity: number): string {
  const [first = '', ...rest] = copies
  const uses = rest.map((copy) => `<use href="#c" transform="${copy}"/>`).join('')
  const move = first && ` transform="${first}"`
  // The copy that carries the id is itself untransformed; its own move sits on a group around it.
  return `<g fill="none" stroke="${ink}" stroke-width=".7" opacity="${opacity}" transform="translate(${center})"><g${move}><path id="c" vector-effect="non-scaling-stroke" d="${path}"/></g>${uses}</g>`
}

const svg = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${body}</svg>`
