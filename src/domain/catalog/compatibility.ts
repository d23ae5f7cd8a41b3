import semver from 'semver'
import { BoundedMap } from '@/platform/boundedMap'

/** Platforms that products state ranges for, with the versions that a buyer may still run, oldest first. */
export const platforms = {
  php: ['8.1', '8.2', '8.3', '8.4', '8.5'],
  laravel: ['10', '11', '12', '13'],
} as const
export type Platform = keyof typeof platforms

/** How Composer names the platforms in requirements. */
const composerNames: Record<Platform, readonly string[]> = {
  php: ['php'],
  laravel: ['laravel/framework', 'laravel', 'illuminate/support'],
}

type Requirement = { name: string; range: string }

/** The range that a release requires of a platform; null: it requires nothing of it. */
export function requiredRange(requirements: readonly Requirement[], platform: Platform): string | null {
  return requirements.find(({ name }) => composerNames[platform].includes(name.toLowerCase()))?.range ?? null
}

/**
 * Whether some version of that line (`8.3`, `12`) lies in a Composer or npm range (`^8.2`, `^11|^12`,
 * `>=8.2 <8.5`, `8.2.*`). A range that nobody can read accepts nothing.
 */
export function acceptsLine(range: string, line: string): boolean {
  const key = `${line} ${range}`
  const known = acceptances.get(key)
  if (known !== undefined) return known
  const readable = readableRange(range)
  const accepts = readable !== null && semver.intersects(readable, `${line}.x`)
  acceptances.set(key, accepts)
  return accepts
}

/** Thousands of products state the same few ranges, and reading one takes longer than all else that a list does with it. */
const acceptances = new BoundedMap<string, boolean>(5_000)

/** The known versions that a range accepts, oldest first. */
export const acceptedLines = (range: string, platform: Platform): string[] =>
  platforms[platform].filter((line) => acceptsLine(range, line))

/**
 * A range in a few characters: `8.2–8.4`, `8.2+` where it is open at the top, `11, 13` with a gap.
 * A range without a known version is shown as it was written.
 */
export function rangeLabel(range: string, platform: Platform): string {
  const known: readonly string[] = platforms[platform]
  const accepted = acceptedLines(range, platform)
  const [first] = accepted
  const last = accepted.at(-1)
  if (first === undefined || last === undefined) return range
  const isWhole = known.indexOf(last) - known.indexOf(first) + 1 === accepted.length
  if (!isWhole) return accepted.join(', ')
  if (last === known.at(-1) && isOpenAbove(range, last)) return `${first}+`
  return first === last ? first : `${first}–${last}`
}

/** Whether any of the ranges accepts the version; none at all means that nothing is required. */
export const anyAccepts = (ranges: readonly string[], line: string): boolean =>
  ranges.length === 0 || ranges.some((range) => acceptsLine(range, line))

export type MatrixRow = { version: string; cells: { platform: Platform; line: string; accepted: boolean }[] }
export type CompatibilityMatrix = { columns: { platform: Platform; line: string }[]; rows: MatrixRow[] }

/**
 * Release × platform version, newest release first: only platforms that some release states, and only
 * from the oldest version that any release accepts. Releases with equal cells in a row are one row, named by
 * the newest. null where no release states a platform.
 */
export function compatibilityMatrix(
  releases: readonly { version: string; requirements: readonly Requirement[] }[],
): CompatibilityMatrix | null {
  const stating = releases.filter((release) =>
    (['php', 'laravel'] as const).some((platform) => requiredRange(release.requirements, platform) !== null),
  )
  const columns = (['php', 'laravel'] as const).flatMap((platform) => {
    const ranges = stating.flatMap((release) => requiredRange(release.requirements, platform) ?? [])
    const accepted = platforms[platform].map((line) => ranges.some((range) => acceptsLine(range, line)))
    const from = accepted.indexOf(true)
    return from < 0 ? [] : platforms[platform].slice(from).map((line) => ({ platform, line }))
  })
  if (columns.length === 0) return null
  const rows = stating.map(({ version, requirements }) => ({
    version,
    cells: columns.map(({ platform, line }) => {
      const range = requiredRange(requirements, platform)
      return { platform, line, accepted: range === null || acceptsLine(range, line) }
    }),
  }))
  return { columns, rows: rows.filter((row, index) => !sameCells(row, rows[index - 1])) }
}

const sameCells = (row: MatrixRow, before: MatrixRow | undefined): boolean =>
  before !== undefined && row.cells.every((cell, at) => cell.accepted === before.cells[at]?.accepted)

/** Composer separates alternatives by one bar and conditions by a comma. */
function readableRange(range: string): string | null {
  return semver.validRange(range.replace(/\|{1,2}/g, ' || ').replace(/,/g, ' '))
}

function isOpenAbove(range: string, line: string): boolean {
  const readable = readableRange(range)
  if (readable === null) return false
  const [major = 0, minor] = line.split('.').map(Number)
  const next = minor === undefined ? `${major + 1}` : `${major}.${minor + 1}`
  return semver.intersects(readable, `${next}.x`)
}
