import path from 'node:path'
import { databaseOf, withDatabase } from '../mongodb/uri'
import type { Secrets } from './secrets'
import { type PortUse, Trouble } from './troubles'

export type Mode = 'start' | 'dev'

/** Settings as they came, from the shell and `.env`; an empty one counts as not set. */
type Given = Readonly<Record<string, string | undefined>>

interface Sources {
  given: Given
  root: string
  mode: Mode
  secrets: Secrets
  mongodbUri: string
}

const defaultPorts = {
  EDGE_PORT: 3000,
  WEB_PORT: 3001,
  SIMULATOR_PORT: 3010,
  MAIL_CATCHER_SMTP_PORT: 3025,
  MAIL_CATCHER_HTTP_PORT: 3026,
  MONGODB_PORT: 3027,
  WORKER_PORT: 3030,
} as const
export type PortSetting = keyof typeof defaultPorts

export function portOf(given: Given, setting: PortSetting): number {
  const text = given[setting] || String(defaultPorts[setting])
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`${setting} is "${text}", which is no port: set it to a number between 1 and 65535.`)
  return port
}

/** What runs here rather than somewhere else: a setting that points elsewhere takes its place. */
export const runsHere = (given: Given) => ({
  mongodb: !given.MONGODB_URI,
  simulator: !given.STRIPE_SECRET_KEY,
  mailCatcher: !given.SMTP_URL,
})

/** The ports that we are about to open. */
export function portsNeeded(given: Given): PortUse[] {
  const here = runsHere(given)
  const settings: PortSetting[] = ['EDGE_PORT', 'WEB_PORT', 'WORKER_PORT']
  if (here.simulator) settings.push('SIMULATOR_PORT')
  if (here.mailCatcher) settings.push('MAIL_CATCHER_SMTP_PORT', 'MAIL_CATCHER_HTTP_PORT')
  if (here.mongodb) settings.push('MONGODB_PORT')
  const uses = settings.map((setting) => ({ port: portOf(given, setting), setting }))
  for (const [index, { port, setting }] of uses.entries()) {
    const other = uses.slice(0, index).find((use) => use.port === port)
    if (other)
      throw new Trouble(`${setting} and ${other.setting} are both ${port}: set one of them to another port.`)
  }
  return uses
}

/**
 * The settings of every process of ours: what was given, and the rest made up for this machine. Simulator and mail
 * catcher stand in where no provider was given.
 * @throws Trouble when a provider was given without what belongs to it.
 */
export function composeEnvironment({ given, root, mode, secrets, mongodbUri }: Sources): NodeJS.ProcessEnv {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const data = path.join(root, '.data')
  const publicUrl = (present.PUBLIC_URL ?? `http://localhost:${portOf(given, 'EDGE_PORT')}`).replace(
    /\/$/,
    '',
  )
  const port = (setting: PortSetting) => String(portOf(given, setting))
  return {
    ...secretsFor(given, secrets),
    FILES_DIR: path.join(data, 'files'),
    MEDIA_DIR: path.join(root, 'media'),
    MAIL_CATCHER_DATA: path.join(data, 'mail'),
    SIMULATOR_DATA: path.join(data, 'simulator'),
    DEMO_ACCOUNTS_FILE: path.join(data, 'demo-accounts.json'),
    LICENSE_ROOT_FILE: path.join(data, 'license-root.json'),
    WEB_URL: `http://127.0.0.1:${port('WEB_PORT')}`,
    SMTP_URL: `smtp://127.0.0.1:${port('MAIL_CATCHER_SMTP_PORT')}`,
    MAIL_FROM: `Mintreu Marketplace <no-reply@${new URL(publicUrl).hostname}>`,
    LOG_LEVEL: 'info',
    NEXT_TELEMETRY_DISABLED: '1',
    // What is developed is not built: tsx runs the thread from its source.
    ...(mode === 'dev' ? { CATALOG_THREAD: 'src/domain/catalog/catalogThread.ts' } : {}),
    ...providerFor(given),
    ...present,
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    PUBLIC_URL: publicUrl,
    EDGE_PORT: port('EDGE_PORT'),
    WEB_PORT: port('WEB_PORT'),
    WORKER_PORT: port('WORKER_PORT'),
    SIMULATOR_PORT: port('SIMULATOR_PORT'),
    MAIL_CATCHER_SMTP_PORT: port('MAIL_CATCHER_SMTP_PORT'),
    MAIL_CATCHER_HTTP_PORT: port('MAIL_CATCHER_HTTP_PORT'),
    MONGODB_URI: databaseOf(mongodbUri) ? mongodbUri : withDatabase(mongodbUri, 'mintreu'),
  }
}

/** The webhook secret that we made belongs to the simulator; a real provider has its own. */
function secretsFor(given: Given, secrets: Secrets): Partial<Secrets> {
  if (!given.STRIPE_SECRET_KEY) return secrets
  if (!given.STRIPE_WEBHOOK_SECRET)
    throw new Trouble(
      'STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not: set it to the signing secret of your webhook endpoint at Stripe.',
    )
  const { APP_SECRETS, METRICS_TOKEN } = secrets
  return { APP_SECRETS, METRICS_TOKEN }
}

function providerFor(given: Given): Record<string, string> {
  if (given.STRIPE_SECRET_KEY) return {}
  const base = `http://127.0.0.1:${portOf(given, 'SIMULATOR_PORT')}`
  return { STRIPE_SECRET_KEY: 'sk_test_simulator', STRIPE_API_BASE: base }
}
