import { gatheredReads } from '@/domain/licensing/gatheredReads'
import { leanLicense } from '@/domain/licensing/leanLicense'
import { databaseLicenses, type LicenseSource } from '@/domain/licensing/licenseSource'
import { type JudgedLicense, licenseRecord } from '@/domain/licensing/records'
import { usesOfLicense } from '@/domain/licensing/uses'
import type { Changes } from '@/platform/changeFeed'
import type { Database } from '@/platform/database'
import { createLiveCache } from '@/platform/liveCache'

/** While the database is away, a license that was read before goes on for so long (ARCHITECTURE, live cache). */
const staleMs = 15 * 60_000
/** About 6 KB each with the answers that are kept beside it: what keeps edge under 300 MB whoever asks (docs/performance.md). */
const limit = 12_000

export interface LiveLicenses extends LicenseSource {
  isLive(): boolean
  stop(): Promise<void>
}

/** Licenses as edge's verdicts read them: from memory, kept true by the change stream. Unknown keys are read each time. */
export function liveLicenses(database: Database, changes?: Changes): LiveLicenses {
  const stored = databaseLicenses(database)
  const read = gatheredReads(database)
  const load = async (key: string): Promise<JudgedLicense | null> => {
    if (!/^(lic|pub)_/.test(key)) return read(key.split(','))
    const license = key.startsWith('lic_') ? await stored.findById(key) : await stored.findByPublicId(key)
    return license && leanLicense(license)
  }
  const cache = createLiveCache<JudgedLicense>({
    database,
    ...(changes ? { changes } : {}),
    definition: licenseRecord,
    keysOf: ({ _id }) => [_id],
    load,
    limit,
    staleMs,
    ignoring: usesOfLicense,
  })
  const stale = new WeakSet<JudgedLicense>()
  async function held(key: string, get = cache.get): Promise<JudgedLicense | null> {
    const answer = await get(key)
    if (answer?.stale) stale.add(answer.value)
    else if (answer) stale.delete(answer.value)
    return answer?.value ?? null
  }
  return {
    async findByHash(hashes, product) {
      const key = hashes.join(',')
      const near = cache.peek(key)
      if (near && product && !near.handles.includes(product)) await read(hashes)
      return held(key)
    },
    peek: (hashes) => cache.peek(hashes.join(',')),
    async findById(id, isWhole) {
      if (!id.startsWith('lic_')) return null
      const found = await held(id)
      if (!found || !isWhole || stale.has(found) || isWhole(found)) return found
      return held(id, cache.getAnew)
    },
    findByPublicId: async (publicId) => (publicId.startsWith('pub_') ? held(publicId) : null),
    isStale: (license) => stale.has(license),
    isLive: () => cache.isLive(),
    stop: () => cache.stop(),
  }
}
