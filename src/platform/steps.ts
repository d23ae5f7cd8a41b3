/**
 * A step of an act, named where it happens: `step('order.complete.entries', () => postEntries(…))`. The names are the
 * register of all places at which a process may die: `tests/crash` finds them in the sources and kills a process before
 * and after each. A name is stated once. Without CRASH_AT it is a call of `work` and nothing else.
 */
export function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  return watching ? watched(watching, name, work) : work()
}

/** Where a process kills itself: at the n-th time that it comes there. */
export interface CrashPoint {
  step: string
  moment: 'before' | 'after'
  nth: number
}

interface Watch {
  point: CrashPoint | null
  /** How often each step was begun. */
  begun: Map<string, number>
}

/**
 * CRASH_AT is `step:before`, `step:after:3` (the third time), or `told`: the process that started this one says it later
 * as a message `{crashAt}`, and hears of each step as `{passed}`. For tests only.
 * @throws Error for another form, and wherever the payment keys move real money: the process does not start.
 */
export function readCrashPoint(env: Pick<NodeJS.ProcessEnv, string>): CrashPoint | 'told' | null {
  const { CRASH_AT: text, STRIPE_SECRET_KEY: key = '' } = env
  if (!text) return null
  if (key.includes('_live_')) throw new Error('CRASH_AT is for tests: it is refused with live payment keys.')
  return text === 'told' ? text : parsePoint(text)
}

function parsePoint(text: string): CrashPoint {
  const [, step, moment, nth = '1'] = /^([\w.]+):(before|after)(?::([1-9]\d*))?$/.exec(text) ?? []
  if (!step || (moment !== 'before' && moment !== 'after'))
    throw new Error(`CRASH_AT must be step:before, step:after or step:after:3, not ${text}`)
  return { step, moment, nth: Number(nth) }
}

async function watched<T>(watch: Watch, name: string, work: () => Promise<T>): Promise<T> {
  const nth = (watch.begun.get(name) ?? 0) + 1
  watch.begun.set(name, nth)
  process.send?.({ passed: name })
  await dieAt(watch, { step: name, moment: 'before', nth })
  const result = await work()
  await dieAt(watch, { step: name, moment: 'after', nth })
  return result
}

async function dieAt({ point }: Watch, { step, moment, nth }: CrashPoint): Promise<void> {
  if (point?.step !== step || point.moment !== moment || point.nth !== nth) return
  process.kill(process.pid, 'SIGKILL')
  // The signal needs a moment; nothing of ours may run in it.
  await new Promise(() => undefined)
}

const watching = begin(readCrashPoint(process.env))

function begin(point: CrashPoint | 'told' | null): Watch | null {
  if (point === null) return null
  const watch: Watch = { point: point === 'told' ? null : point, begun: new Map() }
  if (point === 'told')
    process.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('crashAt' in message)) return
      watch.point = typeof message.crashAt === 'string' ? parsePoint(message.crashAt) : null
      watch.begun.clear()
    })
  return watch
}
