import { counterRecord } from '@/platform/counters'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import { invoiceRecord } from '../records'
import type { Books } from './bookCheck'

interface Series {
  /** `2026`, `CN-2026`. */
  name: string
  numbers: number[]
}

/** Numbers of a kind and year count up from one without a gap or a double, to where the counter says. */
export async function numbersAreGapless({ database, lateSince }: Books): Promise<BookProblem[]> {
  return atOneMoment(database, async (read) => {
    const series = new Map<string, Series>()
    const numbered = read.each(
      invoiceRecord,
      { number: { $ne: null } },
      { projection: { number: 1, kind: 1, issuedAt: 1 } },
    )
    for await (const { number, kind, issuedAt } of numbered) {
      const [, name = '', count = ''] = /^(.+)-(\d+)$/.exec(number ?? '') ?? []
      const key = `${kind}:${issuedAt.getUTCFullYear()}`
      const one = series.get(key) ?? { name, numbers: [] }
      one.numbers.push(Number(count))
      series.set(key, one)
    }
    const counters = await read.find(counterRecord, { _id: { $regex: /^(invoice|credit_note):/ } })
    for (const { _id } of counters) if (!series.has(_id)) series.set(_id, { name: _id, numbers: [] })
    const given = new Map(counters.map(({ _id, next }) => [_id, next - 1]))
    const late = await read.find(invoiceRecord, { number: null, issuedAt: { $lt: lateSince } }, { limit: 50 })
    return [
      ...[...series].flatMap(([key, one]) => gapsOf(one, given.get(key) ?? 0)),
      ...late.map(({ _id, issuedAt }) => ({
        invariant: 'numbers are gapless',
        row: _id,
        detail: `without a number since ${issuedAt.toISOString()}`,
        late: true as const,
      })),
    ]
  })
}

function gapsOf({ name, numbers }: Series, given: number): BookProblem[] {
  const problems: BookProblem[] = []
  const note = (number: number, detail: string) =>
    problems.push({
      invariant: 'numbers are gapless',
      row: `${name}-${String(number).padStart(6, '0')}`,
      detail,
    })
  let before = 0
  for (const number of numbers.sort((a, b) => a - b)) {
    if (number === before) note(number, 'was given twice')
    else if (number !== before + 1) note(before + 1, `is missing: ${number} follows ${before}`)
    before = number
  }
  if (before < given) note(before + 1, `is missing: ${given} numbers were given`)
  if (before > given) note(before, `was never given: the counter stands at ${given}`)
  return problems
}
