// Validate on the edge against a bare node:http server that parses the same POST: requests per CPU second of each.
// npm run build -- --bundle is not needed: both are bundled here. Ratios travel between machines, figures do not.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { issueLicenses } from '@/domain/licensing/issueLicenses'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { systemActor } from '@/platform/actor'
import { connectDatabase } from '@/platform/database'
import { newId } from '@/platform/ids'
import { migrate } from '@/platform/schema/migrate'
import { open } from '@/platform/sealing'
import { transact } from '@/platform/transaction'
import { soldTerms } from '../../tests/setup/licenseFixtures'
import { startReplicaSet } from '../mongodb/replicaSet'
import { withDatabase } from '../mongodb/uri'
import { load } from './load'

const requests = Number(process.env.BENCH_REQUESTS ?? 20_000)
const warmUp = Math.ceil(requests / 5)
const connections = 16
const licenseCount = 200
const product = 'acme/widgets'
const metricsToken = 'token-of-the-benchmark'
const root = path.resolve(import.meta.dirname, '../..')

process.env.APP_SECRETS = `bench:${Buffer.alloc(32, 9).toString('base64url')}`
process.env.LOG_LEVEL = 'warn'

const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-bench-'))
const set = await startReplicaSet({
  dbPath: path.join(folder, 'data'),
  logPath: path.join(folder, 'mongod.log'),
})
const children: ChildProcess[] = []
try {
  const uri = withDatabase(set.uri, 'bench')
  const bodies = (await makeLicenses(uri)).map((key) =>
    JSON.stringify({ key, product, domain: 'shop.example.com' }),
  )
  const programs = await bundle()
  // Access lines are written as in production, to nowhere: a terminal would be part of the measure.
  const edge = await start(
    programs.edge,
    {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      PUBLIC_URL: 'http://localhost:3000',
      EDGE_PORT: '39417',
      MONGODB_URI: uri,
      FILES_DIR: path.join(folder, 'files'),
      STRIPE_SECRET_KEY: 'sk_test_benchmark',
      STRIPE_WEBHOOK_SECRET: 'whsec_benchmark',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'bench@localhost',
      METRICS_TOKEN: metricsToken,
    },
    /"url":"([^"]+)"/,
  )
  const answer = await fetch(`${edge.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bodies[0] ?? '',
  })
  const text = await answer.text()
  const verdict: unknown = JSON.parse(text)
  console.log('one answer:', verdict)
  const bare = await start(
    programs.bare,
    { ...process.env, ANSWER_BYTES: String(text.length - 30) },
    /listening (\d+)/,
  )
  const edgeCpu = async () => {
    const figures = await fetch(`${edge.url}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken}` },
    })
    return Number(/^process_cpu_seconds_total ([\d.e+-]+)/m.exec(await figures.text())?.[1])
  }
  const bareCpu = async () => Number(await (await fetch(bare.url)).text())

  const bareResult = await measure('bare node:http', bare.url, '/', bodies, bareCpu)
  const edgeResult = await measure('edge validate', edge.url, '/api/v1/license/validate', bodies, edgeCpu)
  console.log(`ratio: a validation costs ${(bareResult / edgeResult).toFixed(2)} times a bare POST`)
} finally {
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))))
  await set.stop()
  await rm(folder, { recursive: true, force: true })
}

/** @returns requests per second of the server's CPU. */
async function measure(
  name: string,
  url: string,
  target: string,
  bodies: readonly string[],
  cpu: () => Promise<number>,
): Promise<number> {
  const body = (n: number) => bodies[n % bodies.length] ?? ''
  await load({ url, path: target, body, requests: warmUp, connections })
  const before = await cpu()
  const result = await load({ url, path: target, body, requests, connections })
  const perCpuSecond = requests / ((await cpu()) - before)
  if (result.failed > 0)
    throw new Error(`${name}: ${result.failed} of ${requests} requests were not answered with 200`)
  console.log(
    `${name}: ${Math.round(perCpuSecond)} requests per CPU second, ${Math.round(requests / result.seconds)} per second, p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms`,
  )
  return perCpuSecond
}

async function makeLicenses(uri: string): Promise<string[]> {
  const database = await connectDatabase(uri)
  await migrate(database, schema, migrations)
  const licenses = await transact(database, { actor: systemActor('benchmark') }, (tx) =>
    issueLicenses({
      tx,
      customerId: newId('cus'),
      item: {
        _id: newId('itm'),
        order: newId('ord'),
        seller: newId('sel'),
        product: newId('prd'),
        package: newId('pkg'),
        handle: product,
        formerHandles: [],
        productName: 'Widgets',
        packageName: 'Team',
        type: 'package',
        billing: 'one-time',
        quantity: licenseCount,
        quantityMode: 'licenses',
        trialDays: null,
        terms: soldTerms(),
      },
    }),
  )
  await database.client.close()
  return licenses.map(({ _id, keys }) =>
    open(keys[0]?.sealed ?? '', { record: 'licenses', id: _id, field: 'key' }),
  )
}

/** As `npm run build` bundles edge; inside the checkout, so that packages are found. */
async function bundle(): Promise<{ edge: string; bare: string }> {
  const outdir = path.join(root, '.cache/bench')
  await build({
    absWorkingDir: root,
    entryPoints: { edge: 'src/endpoints/server.ts', bare: 'tools/bench/bareServer.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    alias: { '@': path.join(root, 'src') },
  })
  return { edge: path.join(outdir, 'edge.mjs'), bare: path.join(outdir, 'bare.mjs') }
}

function start(program: string, env: NodeJS.ProcessEnv, ready: RegExp): Promise<{ url: string }> {
  const child = spawn(
    process.execPath,
    [
      '-C',
      'production',
      ...(process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : []),
      program,
    ],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  children.push(child)
  return new Promise((resolve, reject) => {
    let said = ''
    child.once('exit', (code) => reject(new Error(`${path.basename(program)} ended with ${code}:\n${said}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString()
      const found = ready.exec(said)?.[1]
      if (found) resolve({ url: found.startsWith('http') ? found : `http://127.0.0.1:${found}` })
    })
  })
}
