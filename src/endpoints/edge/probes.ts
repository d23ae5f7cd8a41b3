import type { Database } from '@/platform/database'
import { notFound } from '@/platform/errors'
import { equalText, keyring } from '@/platform/keyring'
import { metrics } from '@/platform/metrics'
import { type Endpoint, jsonResponse } from '../http'

/** The process lives: nothing else is asked. */
export const healthz: Endpoint = async () => jsonResponse({ status: 'ok' })

interface ReadinessParts {
  isStopping(): boolean
  /** Reported, not required: what edge answers itself goes on without web. */
  isWebReachable(): Promise<boolean>
}

/** It can serve: primary reachable, keys loaded. The schema was compared once, at boot. */
export const createReadyz =
  ({ isStopping, isWebReachable }: ReadinessParts): Endpoint =>
  async (_, { database }) => {
    const [primary, web] = await Promise.all([isPrimaryReachable(database), isWebReachable()])
    const checks = {
      database: primary,
      schema: true,
      keys: keyring().kids.length > 0,
      stopping: isStopping(),
      web,
    }
    const ready = checks.database && checks.keys && !checks.stopping
    return jsonResponse({ status: ready ? 'ready' : 'not-ready', checks }, { status: ready ? 200 : 503 })
  }

async function isPrimaryReachable({ db }: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), 2_000)
  })
  const asked = db
    .command({ ping: 1 }, { readPreference: 'primary' })
    .then(() => true)
    .catch(() => false) // whatever the reason: it is what the question was about
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}

/** Prometheus text for the holder of METRICS_TOKEN; without a token set, or with another, the path is not there. */
export const createMetrics =
  (token: string | undefined): Endpoint =>
  async (request) => {
    const given = request.headers.get('authorization')?.replace(/^Bearer /i, '')
    if (!token || !given || !equalText(given, token)) throw notFound('address')
    return {
      status: 200,
      headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
      body: await metrics.metrics(),
    }
  }
