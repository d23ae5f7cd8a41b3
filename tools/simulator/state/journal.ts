import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const bookLineSchema = z.object({
  seq: z.int(),
  createdAt: z.string(),
  kind: z.enum(['charge', 'fee', 'refund', 'refund_failure']),
  currency: z.string(),
  amountMinor: z.int(),
  balanceMinor: z.int(),
  source: z.string(),
  transaction: z.string(),
})

const actSchema = z.object({
  puts: z.array(z.tuple([z.string(), z.string(), z.json()])),
  book: z.array(bookLineSchema),
})

/** One movement of the platform's balance; `balanceMinor` is the running balance of its currency after it. */
export type BookLine = z.infer<typeof bookLineSchema>
/** Everything one act changed; a null document means that it was removed. */
export type JournalAct = z.infer<typeof actSchema>

/**
 * Append-only file of acts, one JSON line each, so that an act is on disk whole or not at all.
 * A process that is killed leaves at most a torn last line, which the next start cuts off.
 */
export class Journal {
  constructor(readonly file: string) {
    mkdirSync(dirname(file), { recursive: true })
  }

  append(act: JournalAct): void {
    appendFileSync(this.file, `${JSON.stringify(act)}\n`)
  }

  /** Reads every complete act and removes a torn tail. Throws when a complete line is unreadable. */
  read(): JournalAct[] {
    if (!existsSync(this.file)) return []
    const bytes = readFileSync(this.file)
    const end = bytes.lastIndexOf(0x0a) + 1
    if (end < bytes.length) truncateSync(this.file, end)
    const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
    return lines.map((line, index) => {
      const parsed = actSchema.safeParse(JSON.parse(line))
      if (!parsed.success)
        throw new Error(`${this.file} line ${index + 1} is damaged: ${parsed.error.message}`)
      return parsed.data
    })
  }

  /** Replaces the file by the given acts; the old file stays until the new one is complete. */
  rewrite(acts: readonly JournalAct[]): void {
    const fresh = `${this.file}.new`
    writeFileSync(fresh, acts.map((act) => `${JSON.stringify(act)}\n`).join(''))
    renameSync(fresh, this.file)
  }
}
