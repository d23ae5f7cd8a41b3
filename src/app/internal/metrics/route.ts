import { environment } from '@/platform/env'
import { equalText } from '@/platform/keyring'
import { metrics } from '@/platform/metrics'
import { measureCatalog } from './catalogMetrics'

export const dynamic = 'force-dynamic'

measureCatalog()

/**
 * The figures of this web process, for who asks it directly with METRICS_TOKEN: the one path that does not come through
 * edge, which lets nobody here. Without a token set, or with another, it is not there.
 */
export async function GET(request: Request): Promise<Response> {
  const { METRICS_TOKEN: token } = environment()
  const given = request.headers.get('authorization')?.replace(/^Bearer /i, '')
  if (!token || !given || !equalText(given, token)) return new Response('Not found', { status: 404 })
  return new Response(await metrics.metrics(), {
    headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
  })
}
