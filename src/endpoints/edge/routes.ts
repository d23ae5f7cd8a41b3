import { AffiliateCodes } from '@/domain/affiliates/affiliateCodes'
import { ClickLog } from '@/domain/affiliates/clickLog'
import { createLicensingServices } from '@/domain/licensing/services'
import type { Changes } from '@/platform/changeFeed'
import type { Database } from '@/platform/database'
import type { Environment } from '@/platform/env'
import type { FileStorage } from '@/platform/fileStorage'
import type { Lifecycle } from '@/platform/lifecycle'
import { RateLimiter } from '@/platform/rateLimit'
import { createReferral } from '../affiliates/referral'
import { createDownloads } from '../catalog/downloads'
import { feeds } from '../catalog/feeds'
import { robots, sitemap, sitemapPart } from '../catalog/sitemap'
import { createUploads } from '../catalog/uploads'
import type { Endpoint } from '../http'
import { activateEndpoint } from '../licensing/activate'
import { activationsEndpoint } from '../licensing/activations'
import { deactivateEndpoint } from '../licensing/deactivate'
import { jwksEndpoint } from '../licensing/jwks'
import { licenseFileEndpoint } from '../licensing/licenseFile'
import { LicenseGate } from '../licensing/licenseGate'
import { releasesEndpoint } from '../licensing/releases'
import { validateEndpoint } from '../licensing/validate'
import { keySetEndpoint, revocationsEndpoint } from '../licensing/wellKnown'
import { withKeyLimits, withLicenseLimits } from '../licensing/withLicenseLimits'
import { openApiEndpoint } from '../openapi/openapi'
import { createStripeWebhook } from '../orders/stripeWebhook'
import { withIntakeBounds } from './intakeBounds'
import { liveLicenses } from './liveLicenses'
import { paced, pacedConnection } from './paced'
import { createMetrics, createReadyz, healthz } from './probes'
import { PublicGate } from './publicGate'
import type { Route } from './routing'
import { createValidateLane } from './validateLane'

export interface RouteParts {
  env: Environment
  database: Database
  /** Left out: a change stream of the licenses' own. */
  changes?: Changes
  storage: FileStorage
  lifecycle: Lifecycle
  isWebReachable(): Promise<boolean>
}

const KiB = 1_024
/** Referral links that one address may follow in a minute: many people may stand behind one. */
const referralsPerMinute = 120
const validatePath = '/api/v1/license/validate'

/** Everything that edge answers itself; every other path goes to web. */
export function edgeRoutes({
  env,
  database,
  changes,
  storage,
  lifecycle,
  isWebReachable,
}: RouteParts): Route[] {
  const licenses = liveLicenses(database, changes)
  lifecycle.onStop('license cache', () => licenses.stop())
  const licensing = createLicensingServices({ database, publicUrl: env.PUBLIC_URL, licenses })
  lifecycle.onStop('license attempts', () => licensing.stop())

  const paces = new PublicGate(env)
  const gate = new LicenseGate(licensing, env)
  const limited = (endpoint: Endpoint) => withLicenseLimits(gate, endpoint)
  const quick = createValidateLane({
    path: validatePath,
    services: licensing,
    gate,
    env,
    bodyLimit: 32 * KiB,
  })
  lifecycle.onStop('validate lane', () => quick.stop())

  const clicks = new ClickLog(database)
  lifecycle.onStop('referral clicks', () => clicks.stop())

  const read = ['GET', 'HEAD'] as const
  return [
    { methods: read, path: '/healthz', endpoint: healthz },
    {
      methods: read,
      path: '/readyz',
      endpoint: createReadyz({ isStopping: () => lifecycle.isStopping, isWebReachable }),
    },
    { methods: ['GET'], path: '/metrics', endpoint: createMetrics(env.METRICS_TOKEN) },
    {
      methods: ['POST', 'OPTIONS'],
      path: validatePath,
      bodyLimit: 32 * KiB,
      lane: quick.lane,
      // Its lane has counted the address.
      endpoint: withKeyLimits(gate, validateEndpoint(licensing)),
    },
    {
      methods: ['POST', 'OPTIONS'],
      path: '/api/v1/license/activate',
      bodyLimit: 32 * KiB,
      endpoint: limited(activateEndpoint(licensing)),
    },
    {
      methods: ['POST', 'OPTIONS'],
      path: '/api/v1/license/deactivate',
      bodyLimit: 32 * KiB,
      endpoint: limited(deactivateEndpoint(licensing)),
    },
    {
      methods: ['GET', 'OPTIONS'],
      path: '/api/v1/license/activations',
      endpoint: limited(activationsEndpoint(licensing)),
    },
    {
      methods: ['POST', 'OPTIONS'],
      path: '/api/v1/license/file',
      bodyLimit: 32 * KiB,
      endpoint: limited(licenseFileEndpoint(licensing)),
    },
    {
      methods: [...read, 'OPTIONS'],
      path: '/api/v1/releases',
      endpoint: limited(releasesEndpoint(licensing)),
    },
    {
      methods: [...read, 'OPTIONS'],
      path: '/api/v1/openapi.json',
      endpoint: paced(paces, 'list', openApiEndpoint({ publicUrl: env.PUBLIC_URL })),
    },
    {
      methods: [...read, 'OPTIONS'],
      path: '/.well-known/jwks.json',
      endpoint: paced(paces, 'list', jwksEndpoint(licensing)),
    },
    {
      methods: [...read, 'OPTIONS'],
      path: '/.well-known/license-keys.jwt',
      endpoint: paced(paces, 'list', keySetEndpoint(licensing)),
    },
    {
      methods: [...read, 'OPTIONS'],
      path: '/.well-known/license-revocations.jwt',
      endpoint: paced(paces, 'list', revocationsEndpoint(licensing)),
    },
    {
      methods: ['POST'],
      path: '/api/v1/webhooks/stripe',
      bodyLimit: KiB * KiB,
      endpoint: withIntakeBounds(env, createStripeWebhook({ secret: env.STRIPE_WEBHOOK_SECRET })),
    },
    { methods: read, path: '/robots.txt', endpoint: paced(paces, 'list', robots) },
    { methods: read, path: '/sitemap.xml', endpoint: paced(paces, 'list', sitemap()) },
    { methods: read, path: '/sitemap/:part', endpoint: paced(paces, 'list', sitemapPart()) },
    { methods: read, path: '/feeds/*', endpoint: paced(paces, 'list', feeds) },
    {
      methods: read,
      path: '/r/:code',
      endpoint: createReferral({
        codes: new AffiliateCodes(database),
        clicks,
        limiter: new RateLimiter({ perMinute: referralsPerMinute }),
        publicUrl: env.PUBLIC_URL,
      }),
    },
    {
      methods: read,
      path: '/downloads/:token',
      endpoint: paced(
        paces,
        'file',
        createDownloads(storage, { perHour: env.DOWNLOADS_PER_LICENSE_PER_HOUR }),
      ),
    },
    {
      methods: ['POST', 'PATCH', 'GET', 'HEAD', 'DELETE', 'OPTIONS'],
      path: '/uploads/*',
      connection: pacedConnection(
        paces,
        'upload',
        createUploads({ database, uploads: storage.uploads, publicUrl: env.PUBLIC_URL }),
      ),
    },
  ]
}
