import { metrics } from './metrics'

/** What is told of a process: the sum of a metric's values, those with these labels only. */
interface Figure {
  metric: string
  only?: (labels: Readonly<Record<string, unknown>>) => boolean
}

const figures: Readonly<Record<string, Figure>> = {
  memoryBytes: { metric: 'process_resident_memory_bytes' },
  eventLoopP99Seconds: { metric: 'nodejs_eventloop_lag_p99_seconds' },
  requests: { metric: 'mintreu_http_requests_total' },
  faults: { metric: 'mintreu_http_requests_total', only: ({ status }) => Number(status) >= 500 },
  cacheHits: { metric: 'mintreu_cache_reads', only: ({ result }) => result === 'hit' },
  cacheMisses: { metric: 'mintreu_cache_reads', only: ({ result }) => result === 'miss' },
  jobFailures: { metric: 'mintreu_job_runs_total', only: ({ result }) => result === 'failed' },
  queueFailures: { metric: 'mintreu_queue_failures_total' },
}

/** The figures of this process that staff are shown; those that it does not count are left out. */
export async function figuresNow(): Promise<Record<string, number>> {
  const told: Record<string, number> = {}
  for (const [name, { metric, only }] of Object.entries(figures)) {
    const found = metrics.getSingleMetric(metric)
    if (!found) continue
    const { values } = await found.get()
    const wanted = only ? values.filter(({ labels }) => only(labels)) : values
    told[name] = wanted.reduce((sum, { value }) => sum + value, 0)
  }
  return told
}
