import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { histories } from './histories'
import { type Ending, undisturbed, withDeath } from './kill'
import { allDeaths, type Death, type Trace } from './plan'
import { openProgress } from './progress'
import { registeredSteps } from './registry'
import { seededSample } from './sample'
import { openStage, type Stage } from './stage'

const deep = process.env.DEEP === '1'
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31)
/** Deaths of `npm test`; all of them with `npm run test:deep crash`. */
const sampled = 3

describe('the register of steps', () => {
  it('names each step in one place', () => {
    const places = new Map<string, string[]>()
    for (const { name, at } of registeredSteps()) places.set(name, [...(places.get(name) ?? []), at])
    expect([...places].filter(([, at]) => at.length > 1)).toEqual([])
  })

  it('is named noun first: order.complete.entries', () => {
    expect(registeredSteps().filter(({ name }) => !/^[a-z]+(\.[a-zA-Z]+){1,2}$/.test(name))).toEqual([])
  })
})

describe('a process killed at any step of money, licenses and mail [BUY-5]', () => {
  let stage: Stage
  const endings = new Map<string, Ending>()

  beforeAll(async () => {
    stage = await openStage()
  }, 120_000)
  afterAll(() => stage?.stop())

  it(
    'passes every registered step in some history',
    async () => {
      for (const history of histories)
        endings.set(
          history.name,
          await undisturbed(stage, history).catch((error: Error) => {
            throw new Error(`${history.name}: ${error.stack}\n${stage.victims.worker.lastWords()}`)
          }),
        )
      const passed = new Set(
        [...endings.values()].flatMap(({ trace }) =>
          Object.values(trace).flatMap((steps) => [...steps.keys()]),
        ),
      )
      expect(registeredSteps().filter(({ name }) => !passed.has(name))).toEqual([])
    },
    deep ? 600_000 : 240_000,
  )

  it(
    deep
      ? 'leaves books and database as if it had lived, 15 s after its start, wherever it died'
      : `leaves books and database as if it had lived (seed ${seed})`,
    async () => {
      const traces = new Map([...endings].map(([name, { trace }]): [string, Trace] => [name, trace]))
      const all = allDeaths(traces)
      const progress = deep ? openProgress() : null
      const planned = deep ? all.filter((death) => !progress?.has(death)) : seededSample(all, sampled, seed)
      console.log(
        `${registeredSteps().length} steps, ${all.length} deaths in ${histories.length} histories; ${planned.length} now (seed ${seed})`,
      )
      const failures: string[] = []
      for (const death of planned) {
        const failure = await die(stage, death, endings)
        if (failure) failures.push(failure)
        else progress?.add(death)
      }
      expect(failures).toEqual([])
      progress?.clear()
    },
    deep ? 6 * 3_600_000 : 240_000,
  )
})

async function die(stage: Stage, death: Death, endings: ReadonlyMap<string, Ending>): Promise<string | null> {
  const history = histories.find(({ name }) => name === death.history)
  const expected = endings.get(death.history)?.picture
  if (!history || !expected) throw new Error(`no history ${death.history}`)
  const title = `${death.program} dies at ${death.at} in “${death.history}”`
  try {
    const seconds = await withDeath(stage, { history, death, expected })
    console.log(`${title}: green after ${seconds.toFixed(1)} s`)
    return null
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    console.log(`${title}: ${words}`)
    return `${title}: ${words}`
  }
}
