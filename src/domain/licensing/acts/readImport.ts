import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { invalid } from '@/platform/errors'
import { normalizeHost } from '../domainRule'
import { lastYear } from '../licenseWindows'

export const maxImportRows = 2_000

/** One key of another system, as its line says it. */
export interface ImportRow {
  line: number
  key: string
  email: string
  name: string | null
  /** The package of ours that it becomes: its id, or its name within the product. */
  package: string
  /** null: as the package says. */
  seats: number | null
  /** null: for ever. */
  expiresAt: Date | null
  updatesUntil: Date | null
  /** Domains on which it is in use, in their normal form. */
  domains: string[]
}

export interface RefusedRow {
  line: number
  /** What is wrong, each a sentence. */
  problems: string[]
}

const noDay = 'is not a day such as 2027-01-31'
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?$/, noDay)
  .transform((text, context) => {
    const date = new Date(text.length === 10 ? `${text}T00:00:00Z` : text.replace(/Z?$/, 'Z'))
    // JavaScript reads February 31 as a day of March.
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10))) return date
    context.addIssue({ code: 'custom', message: noDay })
    return z.NEVER
  })
  .refine((date) => date.getUTCFullYear() <= lastYear, `has the year ${lastYear} at the latest`)
const orNone = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable())

const cells = z.object({
  key: z
    .string()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]{8,255}$/u, 'has 8 to 255 printable characters')
    // What the parser makes of half a surrogate pair, and readers of what is no UTF-8.
    .refine((key) => !key.includes('\uFFFD'), 'has characters that are not UTF-8'),
  email: z
    .email('is not an address')
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: orNone(z.string().max(120)),
  package: z.string().min(1, 'is missing'),
  seats: orNone(
    z
      .string()
      .regex(/^\d{1,9}$/, 'is not a whole number')
      .transform(Number)
      .pipe(z.number().min(1, 'is at least 1').max(100_000, 'is at most 100000')),
  ),
  expires_at: orNone(day),
  updates_until: orNone(day),
  domains: z.preprocess(
    (value) => (typeof value === 'string' ? value : '').split(/[\s;,]+/).filter(Boolean),
    z
      .array(z.string())
      .max(50, 'has 50 domains at most')
      .transform((domains, context) => {
        const hosts = domains.map((domain) => normalizeHost(domain))
        const bad = domains.filter((_, index) => hosts[index]?.kind !== 'host')
        if (bad.length > 0)
          context.addIssue({ code: 'custom', message: `has what is not a domain: ${bad.join(', ')}` })
        return [...new Set(hosts.flatMap((host) => (host.kind === 'host' ? [host.host] : [])))]
      }),
  ),
})
export const importColumns = Object.keys(cells.shape)

/**
 * A CSV of keys as rows (RFC 4180, UTF-8, comma or semicolon, a header line). A bad row refuses itself and no other.
 * @throws CodedError 422 where the text is no CSV, lacks a column or has too many rows.
 */
export function readImport(text: string): { rows: ImportRow[]; refused: RefusedRow[] } {
  const records = recordsOf(text)
  const rows: ImportRow[] = []
  const refused: RefusedRow[] = []
  const seen = new Set<string>()
  for (const { record, info } of records) {
    const line = info.lines
    if (info.tooMany) {
      refused.push({ line, problems: ['The row has more cells than the header: is a comma not in quotes?'] })
      continue
    }
    const read = cells.safeParse(record)
    if (!read.success) {
      refused.push({ line, problems: read.error.issues.map(sentence) })
    } else if (seen.has(read.data.key)) {
      refused.push({ line, problems: ['The key stands in this file twice.'] })
    } else {
      seen.add(read.data.key)
      const { expires_at, updates_until, ...rest } = read.data
      rows.push({ line, ...rest, expiresAt: expires_at, updatesUntil: updates_until })
    }
  }
  return { rows, refused }
}

const sentence = ({ path, message }: z.core.$ZodIssue): string => `${String(path[0] ?? 'row')} ${message}.`

const parsedRecords = z.array(
  z.object({
    record: z.record(z.string(), z.string()),
    // `error` is of rows with too few cells, too, which are taken: what is left out is empty.
    info: z
      .object({ lines: z.number(), columns: z.array(z.unknown()), error: z.unknown() })
      .transform(({ lines, columns, error }) => ({ lines, tooMany: cellsOf(error) > columns.length })),
  }),
)
type Parsed = z.infer<typeof parsedRecords>

/** How many cells the row has, where not as many as the header. */
const cellsOf = (error: unknown): number =>
  error instanceof CsvError && Array.isArray(error.record) ? error.record.length : 0

function recordsOf(text: string): Parsed {
  let records: Parsed
  try {
    records = parsedRecords.parse(
      parse(text, {
        bom: true,
        columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
        delimiter: delimiterOf(text),
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        trim: true,
        to: maxImportRows + 1,
      }),
    )
  } catch (error) {
    throw invalid(
      'invalid_csv',
      `This is not a CSV file: ${error instanceof CsvError ? error.message : 'unreadable'}.`,
    )
  }
  if (records.length > maxImportRows)
    throw invalid('too_many_rows', `At most ${maxImportRows} keys at a time: split the file.`)
  if (records.length === 0) throw invalid('invalid_csv', 'There is no row below the header.')
  const missing = ['key', 'email', 'package'].filter((column) => !(column in (records[0]?.record ?? {})))
  if (missing.length > 0) throw invalid('missing_columns', `Columns are missing: ${missing.join(', ')}.`)
  return records
}

/** Spreadsheets of half of Europe write semicolons. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  return header.includes(';') && !header.includes(',') ? ';' : ','
}
