import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { connectDatabase, type Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { composeEnvironment, portOf } from '../start/environment'
import { readSecrets } from '../start/secrets'
import { certify, publish, request, rotate, sign, status } from './commands'
import { makeRootFile, readRootFile } from './rootFile'

const usage = `npm run license-keys -- status                       the signing keys and their certified set
npm run license-keys -- rotate [--root FILE]         the next key signs; the old one is published for a year more
npm run license-keys -- certify [--root FILE]        certifies the present keys for 90 days (--replace-root: by another root)
npm run license-keys -- root FILE                    makes a root key; needs no database

With the root on another machine:
npm run license-keys -- request FILE                 what the root is to sign
npm run license-keys -- sign FILE SIGNED --root FILE there; needs no database
npm run license-keys -- publish SIGNED               back here`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string' }, 'replace-root': { type: 'boolean', default: false } },
})
const [command, first, second] = positionals
const data = path.join(process.cwd(), '.data')

/** The root that was named, or that of `npm start` on a machine of one's own. */
async function rootAtHand() {
  const file = values.root ?? process.env.LICENSE_ROOT_FILE ?? path.join(data, 'license-root.json')
  return values.root || existsSync(file) ? (await readRootFile(file)).root : null
}

async function rootOrRefuse() {
  const root = await rootAtHand()
  if (!root) throw new Error('Say where the root key is: --root FILE')
  return root
}

function needed(argument: string | undefined): string {
  if (!argument) throw new Error(usage)
  return argument
}

type Installed = (installation: { database: Database; issuer: string }) => Promise<string[]>

const replacesRoot = values['replace-root']
const withDatabase: Record<string, Installed> = {
  status,
  rotate: async (installation) => rotate({ ...installation, root: await rootAtHand() }),
  certify: async (installation) => certify({ ...installation, root: await rootOrRefuse(), replacesRoot }),
  request: (installation) => request(installation, needed(first)),
  publish: (installation) => publish(installation, needed(first), replacesRoot),
}
const without: Record<string, () => Promise<string[]>> = {
  async root() {
    const { public: half } = await makeRootFile(needed(first), { development: false })
    return [`The root is in ${first}. Client libraries ship this:`, JSON.stringify(half)]
  },
  sign: async () => sign(await rootOrRefuse(), needed(first), needed(second)),
}

/** The settings as given; on a machine of one's own those of `npm start`, whose MongoDB must be running. */
async function settings(): Promise<NodeJS.ProcessEnv> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const given = process.env
  if (given.MONGODB_URI && given.APP_SECRETS && given.PUBLIC_URL) return given
  if (!existsSync(path.join(data, 'secrets.json')))
    throw new Error('Set MONGODB_URI, APP_SECRETS and PUBLIC_URL, as the processes have them.')
  const mongodbUri =
    given.MONGODB_URI || `mongodb://127.0.0.1:${portOf(given, 'MONGODB_PORT')}/?replicaSet=rs0`
  const secrets = await readSecrets(data)
  return composeEnvironment({ given, root: process.cwd(), mode: 'start', secrets, mongodbUri })
}

async function main(): Promise<string[]> {
  const offline = without[command ?? '']
  if (offline) return offline()
  const run = withDatabase[command ?? '']
  if (!run) throw new Error(usage)
  const env = await settings()
  process.env.APP_SECRETS = env.APP_SECRETS
  const database = await connectDatabase(env.MONGODB_URI ?? '')
  try {
    return await run({ database, issuer: (env.PUBLIC_URL ?? '').replace(/\/$/, '') })
  } finally {
    await database.client.close()
  }
}

main().then(
  (lines) => console.log(lines.join('\n')),
  (error: Error) => {
    const isTold = error instanceof CodedError || error.constructor === Error
    console.error(isTold ? error.message : error)
    process.exitCode = 1
  },
)
