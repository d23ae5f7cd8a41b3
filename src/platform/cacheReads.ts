import { gauge } from './metrics'

export interface CacheReads {
  hits: number
  misses: number
  /** The cache is gone. */
  forget(): void
}

const caches = new Map<string, Set<CacheReads>>()

/** Two numbers that a cache counts up: the hot path pays an addition, the metric is made when it is asked for. */
export function countCacheReads(cache: string): CacheReads {
  const own = caches.get(cache) ?? new Set()
  caches.set(cache, own)
  const reads: CacheReads = { hits: 0, misses: 0, forget: () => void own.delete(reads) }
  own.add(reads)
  return reads
}

gauge(
  'cache_reads',
  'Reads of live caches since the process began: from memory, or from the database.',
  ['cache', 'result'],
  (counted) => {
    for (const [cache, own] of caches) {
      const sum = (name: 'hits' | 'misses') => [...own].reduce((total, reads) => total + reads[name], 0)
      counted.set({ cache, result: 'hit' }, sum('hits'))
      counted.set({ cache, result: 'miss' }, sum('misses'))
    }
  },
)
