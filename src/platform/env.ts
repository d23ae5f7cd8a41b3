import { z } from 'zod'

const port = z.coerce.number().int().min(1).max(65_535)
const url = z.url()

/** Every setting of the processes. Nothing that matters has a silent default: `npm start` composes what is missing. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  /** The public origin, as people and client apps see it; no slash at the end. */
  PUBLIC_URL: url.transform((value) => value.replace(/\/$/, '')),
  EDGE_PORT: port.default(3000),
  EDGE_HOST: z.string().default('127.0.0.1'),
  /** Where edge finds web; loopback or private. */
  WEB_URL: url.default('http://127.0.0.1:3001'),
  WORKER_PORT: port.default(3030),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://'),
  /** `kid:base64url(32 bytes)`, comma-separated, newest first: platform/keyring.ts. */
  APP_SECRETS: z.string().min(40),
  /** Private files: never served as they lie. */
  FILES_DIR: z.string().min(1),
  MEDIA_DIR: z.string().min(1).default('media'),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_/),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  /** Host override: the payment simulator. Left out with a real key. */
  STRIPE_API_BASE: url.optional(),
  SMTP_URL: z.string().regex(/^smtps?:\/\//),
  MAIL_FROM: z.string().min(3),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Bearer token for GET /metrics; without it the path is not there. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** How many proxies of ours stand in front of edge: that many addresses of X-Forwarded-For are believed. */
  TRUSTED_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  /** License requests that one address, and one key, may make in a minute; counted by each edge process for itself. */
  LICENSE_ADDRESS_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  LICENSE_KEY_PER_MINUTE: z.coerce.number().int().min(1).default(600),
})

export type Environment = z.infer<typeof environmentSchema>

/**
 * The settings, parsed once at boot.
 * @throws Error with one line per missing or wrong setting, by name: the process refuses to start.
 */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(present)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return present[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`
  })
  throw new Error(`The settings are not complete:\n  ${lines.join('\n  ')}\nSee docs/operate.md, Settings.`)
}

let cached: Environment | undefined

/** The settings of this process. */
export function environment(): Environment {
  cached ??= readEnvironment()
  return cached
}

/** Whether the payment provider moves real money: a moved clock and the simulator are refused then. */
export const hasLiveProvider = (env: Environment): boolean => env.STRIPE_SECRET_KEY.includes('_live_')
