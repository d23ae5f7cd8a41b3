import { type LineLog, lineLog } from '@/platform/logs'
import { counter, histogram } from '@/platform/metrics'
import type { Scope } from './scope'

const requests = counter('http_requests_total', 'Requests answered by edge.', ['handledBy', 'status'])
const duration = histogram('http_request_seconds', 'From the first line to the last byte.', ['handledBy'])

let lines: LineLog | undefined

/** The fields of a line are all named here: none is looked through for secrets. */
const accessLog = (): LineLog => {
  lines ??= lineLog('edge')
  return lines
}

/** One line per request. The query is left out, and parts of the path that may be secrets are cut. */
export function logAccess(scope: Scope): void {
  const { response } = scope
  const ms = performance.now() - scope.startedAt
  requests.inc({ handledBy: scope.handledBy, status: response.statusCode })
  duration.observe({ handledBy: scope.handledBy }, ms / 1_000)
  if (!accessLog().isWanted) return
  const fields = {
    requestId: scope.requestId,
    method: scope.method,
    path: loggablePath(scope.path),
    status: response.statusCode,
    ms: Math.round(ms * 10) / 10,
    handledBy: scope.handledBy,
    address: scope.address,
    ...(response.writableFinished ? {} : { aborted: true }),
    msg: 'request',
  }
  accessLog().write(JSON.stringify(fields).slice(1, -1))
}

/** Writes the lines that wait. */
export const flushAccessLog = (): void => lines?.flush()

/** A short way's figures, bound to their labels once. */
export interface QuickLog {
  /** @param isAborted the caller had left before. */
  note(request: QuickRequest, isAborted?: boolean): void
}

interface QuickRequest {
  /** Sane or made by us: nothing in it needs escaping. */
  requestId: string
  address: string
  /** `performance.now()` at its first line. */
  startedAt: number
}

/** The same line and figures for a request that a lane answered: always the same route with the same status. */
export function quickLog(path: string, status: number): QuickLog {
  const [count, seconds] = [requests.labels(path, String(status)), duration.labels(path)]
  const log = accessLog()
  const route = `"method":"POST","path":"${path}","status":${status},"handledBy":"${path}"`
  return {
    note({ requestId, address, startedAt }, isAborted = false) {
      const ms = performance.now() - startedAt
      count.inc()
      seconds.observe(ms / 1_000)
      if (!log.isWanted) return
      log.write(
        `"requestId":"${requestId}",${route},"ms":${Math.round(ms * 10) / 10},"address":"${address}",${isAborted ? '"aborted":true,' : ''}"msg":"request"`,
      )
    },
  }
}

/** Long segments are tokens or keys: links of ours carry them in the path. */
export function loggablePath(path: string): string {
  return path
    .slice(0, 300)
    .split('/')
    .map((segment) =>
      segment.length > 36 || /^MINTREU-/i.test(segment) ? `${segment.slice(0, 4)}…` : segment,
    )
    .join('/')
}
