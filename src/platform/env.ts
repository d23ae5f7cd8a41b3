import { z } from 'zod'

const port = z.coerce.number().int().min(1).max(65_535)
const url = z.url()
const count = (usual: number) => z.coerce.number().int().min(1).default(usual)

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
  /** The module of the thread that answers from the catalog, from the working folder; `off`: pages answer it themselves. */
  CATALOG_THREAD: z.string().min(1).default('dist/catalog.mjs'),
  /** Private files: never served as they lie. */
  FILES_DIR: z.string().min(1),
  MEDIA_DIR: z.string().min(1).default('media'),
  /** Private files in a bucket instead of FILES_DIR, which then holds only what is on its way. */
  S3_BUCKET: z.string().min(3).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  /** Left out: Amazon's own. */
  S3_ENDPOINT: url.optional(),
  /** `true` for services that know a bucket by its path, as most but Amazon's do. */
  S3_PATH_STYLE: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  /** Both, or neither: then the machine's role or profile is used. */
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
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
  /** Hours after which the buyer of a cart that was left at the payment is reminded of it by mail, once; 0: never. */
  CART_REMINDER_HOURS: z.coerce.number().min(0).max(720).default(4),
  /** Seconds after which a check of the books that found something wrong looks once more: only what is wrong twice counts. */
  BOOKS_CONFIRM_SECONDS: z.coerce.number().min(0).max(600).default(10),
  /** What else one address may ask for in a minute, counted by each edge process for itself: endpoints/edge/publicGate.ts. */
  PAGE_ADDRESS_PER_MINUTE: count(600),
  SEARCH_ADDRESS_PER_MINUTE: count(120),
  FORM_ADDRESS_PER_MINUTE: count(240),
  PANEL_ADDRESS_PER_MINUTE: count(1_200),
  FILE_ADDRESS_PER_MINUTE: count(240),
  UPLOAD_ADDRESS_PER_MINUTE: count(1_200),
  LIST_ADDRESS_PER_MINUTE: count(600),
  ASSET_ADDRESS_PER_MINUTE: count(6_000),
  /** Downloads of one license in an hour before each waits; counted by all processes together. */
  DOWNLOADS_PER_LICENSE_PER_HOUR: count(500),
  /** New carts, and orders placed, of one address in an hour before each waits; counted by all processes together. */
  CARTS_PER_ADDRESS_PER_HOUR: count(120),
  CHECKOUTS_PER_ADDRESS_PER_HOUR: count(60),
  /** Provider events that edge takes in at once, of everybody and of one address; more are told to come again. */
  WEBHOOKS_AT_ONCE: count(192),
  WEBHOOKS_AT_ONCE_PER_ADDRESS: count(64),
  /** Open connections of edge, of everybody and of one address (the latter without proxies in front only). */
  EDGE_CONNECTIONS: count(4_000),
  EDGE_CONNECTIONS_PER_ADDRESS: count(512),
  /** How long the headers of a request, and a small body, may take to arrive. */
  EDGE_PATIENCE_SECONDS: z.coerce.number().min(0.1).max(120).default(15),
  /** For so long a stopping edge says that it leaves before it takes nothing new; behind a balancer two of its checks. */
  EDGE_LEAVE_SECONDS: z.coerce.number().min(0).max(8).default(0),
})

/** Half a bucket is a mistake: files would quietly go to the disk. */
const wholeBucket = environmentSchema.superRefine((env, context) => {
  const missing = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (!env.S3_BUCKET && (env.S3_ENDPOINT || env.S3_ACCESS_KEY_ID || env.S3_SECRET_ACCESS_KEY))
    missing('S3_BUCKET', 'belongs to the other settings of S3')
  if (env.S3_ACCESS_KEY_ID && !env.S3_SECRET_ACCESS_KEY)
    missing('S3_SECRET_ACCESS_KEY', 'belongs to S3_ACCESS_KEY_ID')
  if (!env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY)
    missing('S3_ACCESS_KEY_ID', 'belongs to S3_SECRET_ACCESS_KEY')
})

export type Environment = z.infer<typeof environmentSchema>

/**
 * The settings, parsed once at boot.
 * @throws Error with one line per missing or wrong setting, by name: the process refuses to start.
 */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = wholeBucket.safeParse(present)
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
