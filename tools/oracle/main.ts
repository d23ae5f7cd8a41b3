import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { MongoServerSelectionError } from 'mongodb'
import { type OracleReport, runOracle } from '@/domain/orders/oracle/oracle'
import { providerBookOf } from '@/domain/orders/oracle/providerBook'
import { connectDatabase } from '@/platform/database'
import { stripeClient } from '@/platform/stripe'
import { followClock } from '@/platform/time'
import { composeEnvironment, portOf } from '../start/environment'
import { readSecrets } from '../start/secrets'

const usage = `npm run oracle                      do database and payment provider agree? Reads only.
npm run oracle -- --strict          nothing may be under way: for a shop at rest
npm run oracle -- --books-alone     without the provider: for a restored backup
npm run oracle -- --json            the whole report

Exit code 0: they agree (what only waits for long is told), 1: they do not, 2: a check could not be run.`

const { values: asked } = parseArgs({
  options: {
    strict: { type: 'boolean', default: false },
    'books-alone': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

interface OracleSettings {
  MONGODB_URI: string
  STRIPE_SECRET_KEY: string
  STRIPE_API_BASE?: string
}

/** The settings as given; on a machine of one's own those of `npm start`, whose MongoDB must be running. */
async function settings(): Promise<OracleSettings> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const given = process.env
  const data = path.join(process.cwd(), '.data')
  const isComplete = given.MONGODB_URI && (given.STRIPE_SECRET_KEY || asked['books-alone'])
  if (!isComplete && !existsSync(path.join(data, 'secrets.json')))
    throw new Error('Set MONGODB_URI and STRIPE_SECRET_KEY, as the processes have them.')
  const env = isComplete
    ? given
    : composeEnvironment({
        given,
        root: process.cwd(),
        mode: 'start',
        secrets: await readSecrets(data),
        mongodbUri:
          given.MONGODB_URI || `mongodb://127.0.0.1:${portOf(given, 'MONGODB_PORT')}/?replicaSet=rs0`,
      })
  return {
    MONGODB_URI: env.MONGODB_URI ?? '',
    STRIPE_SECRET_KEY: env.STRIPE_SECRET_KEY ?? '',
    ...(env.STRIPE_API_BASE ? { STRIPE_API_BASE: env.STRIPE_API_BASE } : {}),
  }
}

async function main(): Promise<OracleReport> {
  const env = await settings()
  const database = await connectDatabase(env.MONGODB_URI)
  const unfollow = await followClock(database)
  const says = process.stderr.isTTY && !asked.json
  try {
    return await runOracle({
      database,
      provider: asked['books-alone'] ? null : providerBookOf(stripeClient(env), env.STRIPE_API_BASE),
      ...(asked.strict ? { inFlightSeconds: 0, lateSeconds: 0 } : {}),
      onCheck: (done, total, name) => {
        if (says) process.stderr.write(`\r\x1b[K${done + 1}/${total} ${name}`)
      },
    })
  } finally {
    if (says) process.stderr.write('\r\x1b[K')
    unfollow()
    await database.client.close()
  }
}

function linesOf({ state, checks, problems, late }: OracleReport): string[] {
  return [
    ...checks.map(({ name, wrong, late, ms, error }) => {
      const result = error ? `broke off: ${error}` : `${wrong} wrong, ${late} late`
      return `${name.padEnd(14)} ${String(ms).padStart(7)} ms  ${result}`
    }),
    ...problems.map(({ invariant, row, detail }) => `WRONG  ${invariant}: ${row} ${detail}`),
    ...late.map(({ invariant, row, detail }) => `late   ${invariant}: ${row} ${detail}`),
    {
      green: 'They agree.',
      late: 'They agree; something waits for long.',
      failed: 'Not all could be checked.',
      red: 'They do not agree.',
    }[state],
  ]
}

if (asked.help) console.log(usage)
else
  main().then(
    (report) => {
      console.log(asked.json ? JSON.stringify(report, null, 2) : linesOf(report).join('\n'))
      process.exitCode = report.state === 'red' ? 1 : report.state === 'failed' ? 2 : 0
    },
    (error: Error) => {
      const isTold = error.constructor === Error || error instanceof MongoServerSelectionError
      console.error(isTold ? error.message : error)
      process.exitCode = 2
    },
  )
