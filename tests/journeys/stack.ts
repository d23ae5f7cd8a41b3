import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { handledEventTypes } from '@/domain/orders/providerEvents'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase, type Database } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { startMailCatcher } from '../../tools/mailCatcher/catcher'
import { withDatabase } from '../../tools/mongodb/uri'
import { noPaces } from '../setup/noPaces'
import { startTestSimulator, type TestSimulator } from '../setup/simulator'

/** The whole product as people get it: the built edge, web and worker, the simulator and a mail catcher, a database of its own. */
export interface Stack {
  url: string
  database: Database
  simulator: TestSimulator
  filesDir: string
  /** The environment of its processes. */
  env: Record<string, string>
  letters(to: string): Promise<Letter[]>
  letter(id: string): Promise<{ html: string; text: string }>
  /** Stops the workers where they are. @returns what lets all of them go on in the same moment. */
  pauseWorkers(): () => void
  stop(): Promise<void>
}

export interface Letter {
  id: string
  subject: string
}

const root = path.resolve(import.meta.dirname, '../..')

/**
 * @param workers how many workers share the queues; with none, what was sent stays where it lies.
 * @param settings beside those of every stack.
 */
export async function startStack(
  name: string,
  { workers = 1, settings = {} }: { workers?: number; settings?: Record<string, string> } = {},
): Promise<Stack> {
  for (const part of ['.next/BUILD_ID', 'dist/edge.mjs', 'dist/worker.mjs', 'dist/catalog.mjs'])
    if (!existsSync(path.join(root, part))) throw new Error(`${part} is missing. Run: npm run build`)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-journey-'))
  const mongodbUri = withDatabase(process.env.MONGODB_URI ?? '', `mintreu_journey_${name}`)
  const database = await connectDatabase(mongodbUri)
  await database.db.dropDatabase()
  await migrate(database, schema, migrations)
  const [edgePort, webPort, smtpPort, httpPort, workerPort, ...otherPorts] = await Promise.all(
    Array.from({ length: 5 + Math.max(0, workers - 1) }, freePort),
  )
  const workerPorts = [workerPort, ...otherPorts].slice(0, workers)
  const simulator = await startTestSimulator()
  const mail = await startMailCatcher({
    folder: path.join(folder, 'mail'),
    smtpPort: smtpPort ?? 0,
    httpPort: httpPort ?? 0,
  })
  const url = `http://localhost:${edgePort}`
  const env: Record<string, string> = {
    NODE_ENV: 'production',
    PUBLIC_URL: url,
    EDGE_PORT: String(edgePort),
    WEB_URL: `http://127.0.0.1:${webPort}`,
    WORKER_PORT: String(workerPort),
    MONGODB_URI: mongodbUri,
    APP_SECRETS: process.env.APP_SECRETS ?? '',
    FILES_DIR: path.join(folder, 'files'),
    MEDIA_DIR: path.join(folder, 'media'),
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_WEBHOOK_SECRET: 'whsec_journey',
    STRIPE_API_BASE: simulator.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
    MAIL_FROM: 'Mintreu <orders@example.com>',
    METRICS_TOKEN: 'of-the-journeys-alone',
    LOG_LEVEL: 'warn',
    NEXT_TELEMETRY_DISABLED: '1',
    ...noPaces,
    ...settings,
  }
  await simulator.control('PUT', '/webhook-endpoint', {
    url: `http://127.0.0.1:${edgePort}/api/v1/webhooks/stripe`,
    secret: env.STRIPE_WEBHOOK_SECRET,
    enabledEvents: handledEventTypes,
  })
  const children = [
    start('web', ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(webPort)], env),
    ...workerPorts.map((port) =>
      start('worker', ['-C', 'production', 'dist/worker.mjs'], { ...env, WORKER_PORT: String(port) }),
    ),
    start('edge', ['-C', 'production', 'dist/edge.mjs'], env),
  ]
  const at = (route: string) => `http://127.0.0.1:${mail.httpPort}${route}`
  await Promise.all([
    answers(`http://127.0.0.1:${webPort}/`, children),
    ...workerPorts.map((port) => answers(`http://127.0.0.1:${port}/healthz`, children)),
    answers(`${url}/readyz`, children),
  ])
  return {
    url,
    database,
    simulator,
    filesDir: env.FILES_DIR ?? '',
    env,
    letters: async (to) => (await (await fetch(at(`/api/messages?to=${to}`))).json()).messages,
    letter: async (id) => (await fetch(at(`/api/messages/${id}`))).json(),
    pauseWorkers() {
      const workers = children.filter(({ name }) => name === 'worker')
      for (const { child } of workers) child.kill('SIGSTOP')
      return () => {
        for (const { child } of workers) child.kill('SIGCONT')
      }
    },
    async stop() {
      await Promise.all(children.map((child) => child.end()))
      simulator.stop()
      await mail.stop()
      await database.db.dropDatabase()
      await database.client.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Child {
  name: string
  child: ChildProcess
  output(): string
  end(): Promise<void>
}

function start(name: string, args: string[], env: Record<string, string>): Child {
  // The test runner's own marks (NODE_ENV=test, VITEST) are no business of the product.
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    name,
    child,
    output: () => output,
    async end() {
      child.kill('SIGTERM')
      const cut = setTimeout(() => child.kill('SIGKILL'), 8_000)
      await ended
      clearTimeout(cut)
    },
  }
}

async function answers(url: string, children: readonly Child[]): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const response = await fetch(url).catch(() => null)
    if (response && (response.ok || response.status === 404)) return
    const dead = children.find(({ child }) => child.exitCode !== null)
    if (dead || Date.now() > deadline)
      throw new Error(
        `${url} does not answer.\n${children.map((one) => `-- ${one.name}\n${one.output().slice(-2_000)}`).join('\n')}`,
      )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A port that nothing listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
