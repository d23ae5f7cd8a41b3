import { type ProgramName, programs } from './programs'

/** A death: which process, in which history, where. */
export interface Death {
  history: string
  program: ProgramName
  /** As CRASH_AT says it. */
  at: string
}

/** What each process passed in each history that nobody was killed in: step → how often. */
export type Trace = Record<ProgramName, ReadonlyMap<string, number>>

/** Steps of the floor that every act passes: they are killed at in each history, and at each of the first times. */
const everywhere = /^(transaction|queue)\./
const firstTimes = 4

/**
 * Every step × before and after × each process that passes it, in the first history where that is so; what every act
 * passes, in all of them.
 */
export function allDeaths(traces: ReadonlyMap<string, Trace>): Death[] {
  const planned = new Set<string>()
  const deaths: Death[] = []
  for (const [history, trace] of traces)
    for (const program of programNames)
      for (const [step, times] of trace[program]) {
        const isCommon = everywhere.test(step)
        if (!isCommon && planned.has(`${program} ${step}`)) continue
        planned.add(`${program} ${step}`)
        for (let nth = 1; nth <= (isCommon ? Math.min(times, firstTimes) : 1); nth++)
          for (const moment of ['before', 'after'])
            deaths.push({ history, program, at: `${step}:${moment}${nth > 1 ? `:${nth}` : ''}` })
      }
  return deaths
}

export const programNames = Object.keys(programs) as ProgramName[]
