import { collectionOf, type Database } from '@/platform/database'
import { sellerDocument } from '../records'
import { parseSettings, readSettingsRow } from '../settings'
import { describeChange, type SettingEffect } from './describeChange'
import { planChange, type SettingsChange } from './planChange'
import { withValues } from './values'

/**
 * What a change of the settings would bring about; nothing for nothing.
 * @throws CodedError 422 as `planChange`, which the change itself would throw.
 */
export async function previewSettings(
  database: Database,
  change: SettingsChange,
  now: Date,
): Promise<SettingEffect[]> {
  if (Object.keys(change.values).length === 0) return []
  const row = (await readSettingsRow(database)) ?? {}
  const plan = planChange(row, change, now)
  const before = parseSettings(row, plan.from)
  const contracts = await collectionOf(database, sellerDocument).countDocuments({
    house: { $ne: true },
    commissionBps: { $gte: 0 },
  })
  return describeChange(plan, {
    before,
    after: parseSettings(withValues({ ...before }, plan.after), plan.from),
    contracts,
    isLater: change.from !== null,
  })
}
