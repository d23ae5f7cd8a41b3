import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { OrderAct, OrderAnswer } from './orderRacer'
import type { TestSimulator } from './simulator'

/** Processes that do what they are told at the same moment. */
export interface Racers {
  /** All at once, by turns of the processes. */
  race(acts: OrderAct[]): Promise<OrderAnswer[]>
  /** Those that lost to something in the database for too long, and every other refusal. */
  again(acts: OrderAct[]): Promise<{ notDone: OrderAct[]; others: string[] }>
  /** The first half is done to its end; the process with the second is killed meanwhile, and another one started. */
  raceWithDeath(acts: OrderAct[], afterMs: number): Promise<OrderAnswer[]>
  stop(): void
}

export async function startRacers(simulator: TestSimulator, count = 2): Promise<Racers> {
  const start = async (): Promise<ChildProcess> => {
    const racer = fork('tests/setup/orderRacer.ts', {
      execArgv: ['-C', 'production', '--import', 'tsx'],
      env: { ...process.env, RACE_STRIPE_API_BASE: simulator.url, LOG_LEVEL: 'silent' },
    })
    process.once('exit', () => racer.kill('SIGKILL'))
    await once(racer, 'message')
    return racer
  }
  const racers = await Promise.all(Array.from({ length: count }, start))
  /** Each act with its answer, whichever process gave it. */
  const raced = async (acts: OrderAct[]) => {
    const shares = racers.map((_, index) => acts.filter((__, position) => position % count === index))
    const answers = await Promise.all(racers.map((racer, index) => tell(racer, shares[index] ?? [])))
    return shares.flat().map((act, index) => ({ act, answer: answers.flat()[index] ?? noAnswer }))
  }
  return {
    race: async (acts) => (await raced(acts)).map(({ answer }) => answer),
    async again(acts) {
      const all = await raced(acts)
      return {
        notDone: all.filter(({ answer }) => isConflict(answer)).map(({ act }) => act),
        others: all.flatMap(({ answer }) =>
          answer.code === 'done' || isConflict(answer) ? [] : [answer.code],
        ),
      }
    },
    async raceWithDeath(acts, afterMs) {
      const [first, second] = racers
      if (!first || !second) throw new Error('a death takes two')
      const middle = Math.floor(acts.length / 2)
      const died = new Promise((resolve) => second.once('exit', resolve))
      second.send(acts.slice(middle))
      setTimeout(() => second.kill('SIGKILL'), afterMs)
      const answers = await tell(first, acts.slice(0, middle))
      await died
      racers[1] = await start()
      return answers
    },
    stop() {
      for (const racer of racers) racer.kill('SIGKILL')
    },
  }
}

const noAnswer: OrderAnswer = { code: 'no answer', got: null }
const isConflict = ({ code }: OrderAnswer): boolean => code.includes('WriteConflict')

async function tell(racer: ChildProcess, acts: OrderAct[]): Promise<OrderAnswer[]> {
  const answered = once(racer, 'message') as Promise<[OrderAnswer[]]>
  racer.send(acts)
  return (await answered)[0]
}

export function codes(answers: readonly OrderAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** What was given, by whichever of them it was given to. */
export const got = (answers: readonly OrderAnswer[]): string[] =>
  answers.flatMap((answer) => answer.got ?? [])

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
