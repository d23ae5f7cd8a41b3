import { applyEvent } from '@/domain/licensing/changeLicenseStatus'
import { hasEnded } from '@/domain/licensing/licenseWindows'
import type { Database } from '@/platform/database'
import { eachDue } from './eachDue'

/**
 * Ends the licenses whose term and grace are over, and tells customer and seller. Verdicts look at the dates themselves,
 * so nothing is valid a moment too long while this waits for its turn.
 * @returns how many ended.
 */
export const expireLicenses = (database: Database, now: Date): Promise<number> =>
  eachDue({
    database,
    job: 'expire licenses',
    now,
    // Those in grace are found again at each run: as many as ended lately and no more.
    filter: { status: 'active', expiresAt: { $lte: now } },
    isDue: ({ status, expiresAt, terms }) => status === 'active' && hasEnded(expiresAt, terms.graceDays, now),
    act: async (tx, license) => (await applyEvent(license, { tx, event: 'expire' })) !== null,
  })
