import path from 'node:path'
import { findMongod } from '../mongodb/provision'
import { startReplicaSet } from '../mongodb/replicaSet'
import { needsBuild, rememberBuild } from './buildState'
import { composeEnvironment, type Mode, portOf, portsNeeded, runsHere } from './environment'
import { LogBook } from './logBook'
import { requireFreePorts } from './ports'
import { type ProcessTable, processTable, stopOrder } from './processes'
import { Progress } from './progress'
import { readSecrets } from './secrets'
import { isSeeded } from './seeded'
import { stopOnSignals } from './signals'
import { summary } from './summary'
import { Supervisor } from './supervisor'
import { sentenceFor, Trouble } from './troubles'

interface Options {
  root: string
  mode: Mode
  isVerbose: boolean
  /** A start before this one was killed and its processes may still be going. */
  tookOver: boolean
  /** An argument for tests. */
  table?: (root: string, mode: Mode, env: NodeJS.ProcessEnv) => ProcessTable
}

/**
 * Brings everything up, keeps it up, and takes it down on a signal. Resolves when all has stopped.
 * Sets `process.exitCode`: 0 after a signal, 1 after a trouble, which is told in a sentence.
 */
export async function supervise(options: Options): Promise<void> {
  const progress = new Progress()
  const logs = new LogBook(path.join(options.root, '.data', 'logs'))
  const say = (line: string) => progress.say(line)
  const supervisor = new Supervisor({ logs, say, isVerbose: options.isVerbose, stopOrder })
  stopOnSignals(supervisor, say)
  try {
    say(await bringUp(options, supervisor, progress, logs))
    await supervisor.finished
  } catch (error) {
    if (!supervisor.isStopping) {
      process.exitCode = 1
      say(tell(error))
    }
    await supervisor.stop()
  }
}

async function bringUp(
  { root, mode, table = processTable, tookOver }: Options,
  supervisor: Supervisor,
  progress: Progress,
  logs: LogBook,
): Promise<string> {
  const given = process.env
  const dataDir = path.join(root, '.data')
  const here = runsHere(given)
  await requireFreePorts(portsNeeded(given), tookOver ? 15_000 : 0)
  const secrets = await readSecrets(dataDir)
  const mongodbUri = given.MONGODB_URI || (await startMongod(dataDir, supervisor, progress, logs))
  const env = composeEnvironment({ given, root, mode, secrets, mongodbUri })
  const plans = table(root, mode, env)

  await progress.step('Migrating the database', () => supervisor.runStep(plans.migrate))
  if (mode === 'start' && (await needsBuild(root)))
    await progress.step('Building (one to three minutes)', async () => {
      await supervisor.runStep(plans.build)
      await rememberBuild(root)
    })
  if (here.simulator)
    await progress.step('Payment simulator', () => supervisor.startServices([plans.simulator]))
  if (here.mailCatcher)
    await progress.step('Mail catcher', () => supervisor.startServices([plans.mailCatcher]))
  if (given.MINTREU_SEED !== 'none' && !(await isSeeded(env.MONGODB_URI ?? '')))
    await progress.step('Filling the marketplace with a demo', () => supervisor.runStep(plans.seed))
  const names = plans.shop.map(({ name }) => name).join(', ')
  await progress.step(`Starting ${names}`, async () => {
    await supervisor.startServices(plans.shop)
    if (here.simulator) await plans.whenUp?.()
  })
  return summary(dataDir, env, here)
}

async function startMongod(
  dataDir: string,
  supervisor: Supervisor,
  progress: Progress,
  logs: LogBook,
): Promise<string> {
  const found = await progress.step(
    'Looking for MongoDB',
    () => findMongod({ report: (line) => progress.say(`  ${line}`) }),
    ({ version, source }) => `${version} from ${source}`,
  )
  const set = await progress.step('Starting MongoDB', () =>
    startReplicaSet({
      binary: found.path,
      dbPath: path.join(dataDir, 'mongodb'),
      logPath: logs.path('mongod'),
      port: portOf(process.env, 'MONGODB_PORT'),
      cacheGb: 0.5,
    }),
  )
  supervisor.adopt('mongod', set)
  void set.exited.then((code) => {
    if (supervisor.isStopping) return
    progress.say(`MongoDB ended with code ${code}; ${logs.path('mongod')} says why. Stopping the rest.`)
    process.exitCode = 1
    void supervisor.stop()
  })
  return set.uri
}

/** A trouble in its sentence; anything else with its stack, for it is a mistake of ours. */
function tell(error: unknown): string {
  if (error instanceof Trouble) return error.message
  if (!(error instanceof Error)) return String(error)
  return sentenceFor(error.message) ?? error.message
}
