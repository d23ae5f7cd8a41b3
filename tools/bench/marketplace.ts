import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { getPayload, type Payload } from 'payload'
import { type User, userDocument } from '@/domain/accounts/records'
import { type OracleReport, runOracle } from '@/domain/orders/oracle/oracle'
import { simulatorBook } from '@/domain/orders/oracle/providerBook'
import { handledEventTypes } from '@/domain/orders/providerEvents'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { collectionOf, connectDatabase, type Database } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { migrate } from '@/platform/schema/migrate'
import { type Stripe, stripeClient } from '@/platform/stripe'
import { makeShelf } from '../../tests/setup/shop'
import { startReplicaSet } from '../mongodb/replicaSet'
import { withDatabase } from '../mongodb/uri'
import { freePort } from '../process/ports'
import { copyOrders } from './copyOrders'
import { completePatterns } from './patternOrders'
import { cpuSeconds, type Program, startProgram } from './programs'

const root = path.resolve(import.meta.dirname, '../..')
export const webhookSecret = 'whsec_of_the_bench'
export const webhookPath = '/api/v1/webhooks/stripe'
/** Each of another seller. */
const packagesOnSale = 10

type Control = (method: 'POST' | 'PUT', route: string, body: unknown) => Promise<unknown>

/** Edge and worker as they are shipped, provider, mail server and MongoDB, each a process of its own; Payload as web has it in this one. */
export interface Marketplace {
  database: Database
  payload: Payload
  stripe: Stripe
  /** Ids of packages of 49 dollars, each of another seller. */
  packages: readonly string[]
  edgePort: number
  /** The simulator's control API. */
  control: Control
  /** CPU seconds so far, by process; `web` is this one, which makes the load too. */
  cpu(): Record<string, number>
  oracle(): Promise<OracleReport>
  stop(): Promise<void>
}

/** @param orders completed ones that are there from the beginning. */
export async function openMarketplace(orders: number): Promise<Marketplace> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-bench-'))
  const set = await startReplicaSet({
    dbPath: path.join(folder, 'data'),
    logPath: path.join(folder, 'mongod.log'),
    cacheGb: 1,
  })
  const running: [string, Program][] = []
  const start = async (name: string, program: string, env: Record<string, string>, ready: RegExp) => {
    const started = await startProgram(program, { ...process.env, ...env }, ready)
    running.push([name, started])
    return started
  }
  let payload: Payload | undefined
  const stop = async () => {
    for (const [, program] of running.reverse()) await program.stop()
    await payload?.destroy()
    await set.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    Object.assign(process.env, {
      MONGODB_URI: withDatabase(set.uri, 'bench'),
      APP_SECRETS: `bench:${Buffer.alloc(32, 9).toString('base64url')}`,
      PUBLIC_URL: 'http://localhost:3000',
      DISABLE_PAYLOAD_HMR: 'true',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      FILES_DIR: path.join(folder, 'files'),
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    })
    const journalFolder = path.join(folder, 'simulator')
    const shop = await openShop(orders, journalFolder)
    payload = shop.payload
    const [programs, simulator, mail] = await Promise.all([
      bundleProcesses(),
      start(
        'simulator',
        'tools/simulator/main.ts',
        {
          NODE_OPTIONS: '--import tsx',
          SIMULATOR_PORT: '0',
          SIMULATOR_DATA: journalFolder,
          SIMULATOR_RETRY_DELAYS_MS: '1000,2000,4000,8000,16000,32000',
        },
        /"port":(\d+)/,
      ),
      start(
        'mail server',
        'tools/mailCatcher/main.ts',
        {
          NODE_OPTIONS: '--import tsx',
          MAIL_CATCHER_DATA: path.join(folder, 'mail'),
          MAIL_CATCHER_SMTP_PORT: '0',
          MAIL_CATCHER_HTTP_PORT: '0',
        },
        /"smtpPort":(\d+)/,
      ),
    ])
    const provider = `http://127.0.0.1:${simulator.port}`
    const env = {
      LOG_LEVEL: 'info',
      WEB_URL: 'http://127.0.0.1:1',
      EDGE_PORT: String(await freePort()),
      WORKER_PORT: String(await freePort()),
      STRIPE_API_BASE: provider,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'Bench <orders@example.com>',
    }
    // As `npm start` starts it: V8 lets garbage lie for as long as it may have gigabytes.
    const edgeEnv = { ...env, NODE_OPTIONS: '--max-old-space-size=192' }
    const edge = await start('edge', programs.edge, edgeEnv, /"url":"http:\/\/127\.0\.0\.1:(\d+)"/)
    await start('worker', programs.worker, env, /"port":(\d+).*the worker is ready/)
    const stripe = stripeClient({ STRIPE_SECRET_KEY: 'sk_test_simulator', STRIPE_API_BASE: provider })
    const control = controlOf(provider)
    const webhook = { url: `http://127.0.0.1:${edge.port}${webhookPath}`, secret: webhookSecret }
    await control('PUT', '/webhook-endpoint', { ...webhook, enabledEvents: [...handledEventTypes] })
    return {
      ...shop,
      stripe,
      control,
      edgePort: edge.port,
      cpu: () =>
        Object.fromEntries([
          ...running.map(([name, { pid }]) => [name, cpuSeconds([pid])] as const),
          ['mongod', cpuSeconds([set.pid])],
          ['web', cpuSeconds([process.pid])],
        ]),
      oracle: () =>
        runOracle({
          database: shop.database,
          provider: simulatorBook(stripe, provider),
          ...{ inFlightSeconds: 0, lateSeconds: 0 },
        }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const controlOf =
  (provider: string): Control =>
  async (method, route, body) => {
    const response = await fetch(`${provider}/_sim${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`simulator ${route}: ${response.status} ${await response.text()}`)
    return response.json()
  }

/** The database at this version's schema, with something on sale and so many orders. */
async function openShop(
  orders: number,
  journalFolder: string,
): Promise<Pick<Marketplace, 'database' | 'payload' | 'packages'>> {
  // The configuration reads the environment when it is loaded.
  const { default: config } = await import('@payload-config')
  const bare = await connectDatabase(process.env.MONGODB_URI ?? '')
  await migrate(bare, schema, migrations)
  await bare.client.close()
  const payload = await getPayload({ config })
  const database = databaseOf(payload)
  const shelf = await makeShelf(database, packagesOnSale)
  await collectionOf(database, userDocument).insertMany(shelf.map(({ seller }) => ownerOf(seller._id)))
  const packages = shelf.map((line) => line.package._id)
  if (orders > 0) {
    const patterns = await completePatterns({ database, payload }, packages)
    await copyOrders(database, { patterns, total: orders, journalFolder })
  }
  return { database, payload, packages }
}

/** Who is told of a seller's sales. */
const ownerOf = (seller: string): User => ({
  _id: newId('usr'),
  email: `${seller}@example.com`,
  name: 'An owner',
  roles: [],
  memberships: [{ seller, role: 'owner' }],
})

/** As `npm run build` bundles them; inside the checkout, so that packages are found. */
async function bundleProcesses(): Promise<{ edge: string; worker: string }> {
  const outdir = path.join(root, '.cache/bench-orders')
  await build({
    absWorkingDir: root,
    entryPoints: { edge: 'src/endpoints/server.ts', worker: 'src/jobs/worker.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    logLevel: 'warning',
    alias: { '@payload-config': path.join(root, 'payload.config.ts'), '@': path.join(root, 'src') },
  })
  return { edge: path.join(outdir, 'edge.mjs'), worker: path.join(outdir, 'worker.mjs') }
}
