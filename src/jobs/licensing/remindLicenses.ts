import { readSettings } from '@/domain/accounts/settings'
import { licenseNotice } from '@/domain/licensing/notices/licenseNotice'
import { dueReminder, dueUpdateReminder, updateWindow } from '@/domain/licensing/notices/reminders'
import { licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import type { Database } from '@/platform/database'
import { step } from '@/platform/steps'
import { addDays } from '@/platform/time'
import { eachDue } from './eachDue'

/** An old key that ends within this is told of; one that was replaced so shortly before was told with the replacement. */
const keyDays = 1

/**
 * Tells of what ends soon: terms (the days of the settings before, then the beginning of grace), update windows, keys that
 * were replaced. `reminded` on the license remembers what was told, by compare-and-set; a mail is looked at once more when
 * it is sent (notices/stillTrue.ts).
 * @returns how many reminders were written.
 */
export async function remindLicenses(database: Database, now: Date): Promise<number> {
  const { reminderDays: days } = await readSettings(database)
  return (
    (await remindOfEnds(database, days, now)) +
    (await remindOfUpdates(database, days, now)) +
    (await remindOfOldKeys(database, now))
  )
}

const remindOfEnds = (database: Database, days: readonly number[], now: Date): Promise<number> =>
  eachDue({
    database,
    job: 'remind of ends',
    now,
    filter: { status: 'active', expiresAt: { $lte: addDays(now, Math.max(...days, 0)) } },
    isDue: (license) => dueReminder(license, days, now) !== null,
    act: async (tx, license) => {
      const due = dueReminder(license, days, now)
      if (!due) return false
      const claimed = await tx
        .of(licenseRecord)
        .claim(
          { _id: license._id, status: 'active', expiresAt: due.end, reminded: license.reminded },
          { $set: { reminded: { end: due.end, days: due.days } } },
        )
      if (claimed) await step('license.remind.end', () => licenseNotice(tx, claimed, due))
      return claimed !== null
    },
  })

const remindOfUpdates = (database: Database, days: readonly number[], now: Date): Promise<number> =>
  eachDue({
    database,
    job: 'remind of updates',
    now,
    filter: { status: 'active', updatesUntil: updateWindow(days, now) },
    isDue: (license) => dueUpdateReminder(license, days, now) !== null,
    act: async (tx, license) => {
      const until = dueUpdateReminder(license, days, now)
      if (!until) return false
      const claimed = await tx
        .of(licenseRecord)
        .claim(
          { _id: license._id, status: 'active', updatesUntil: until, updatesReminded: { $ne: until } },
          { $set: { updatesReminded: until } },
        )
      if (claimed)
        await step('license.remind.updates', () =>
          licenseNotice(tx, claimed, { kind: 'updates_ending', until }),
        )
      return claimed !== null
    },
  })

const remindOfOldKeys = (database: Database, now: Date): Promise<number> =>
  eachDue({
    database,
    job: 'remind of old keys',
    now,
    filter: { 'keys.until': { $gt: now, $lte: addDays(now, keyDays) } },
    isDue: ({ status }) => status !== 'revoked',
    act: async (tx, license) => {
      const old = license.keys.find(({ state, until }) => state === 'retiring' && until && until > now)
      if (!old?.until || old.until > addDays(now, keyDays)) return false
      const [replaced] = await tx
        .of(licenseHistoryRecord)
        .find({ license: license._id, kind: 'replaced' }, { sort: { at: -1 }, limit: 1 })
      if (replaced && replaced.at > addDays(old.until, -2 * keyDays)) return false
      return licenseNotice(tx, license, { kind: 'key_ends', old: old.masked, until: old.until })
    },
  })
