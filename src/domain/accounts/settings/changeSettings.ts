import { asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import {
  parseSettings,
  readSettingsRow,
  revisionOf,
  type ScheduledChange,
  scheduledChanges,
} from '../settings'
import { checkTogether, mostScheduled, planChange, type SettingsChange } from './planChange'
import { withValues } from './values'

const target = { collection: 'globals', id: 'settings' }

/**
 * Changes settings, at once or from a later time on. Whoever saw an older state than is there is told so: of two admins
 * at once, the second.
 * @returns the scheduled change; null where it holds at once.
 * @throws CodedError 409 `settings_changed`, `too_many_scheduled`; 422 as `planChange`.
 */
export async function changeSettings(
  tx: DocumentTx,
  { revision, reason, ...change }: SettingsChange & { revision: number; reason: string },
): Promise<ScheduledChange | null> {
  const row = await readAt(tx, revision)
  const { from, before, after } = planChange(row, change, tx.now)
  const later = change.from !== null
  const pending = scheduledChanges(row).filter((scheduled) => scheduled.from > tx.now)
  if (later && pending.length >= mostScheduled)
    throw conflict('too_many_scheduled', `${mostScheduled} changes wait already: withdraw one first.`)
  const scheduled: ScheduledChange | null = later
    ? { id: newId('chg'), from, values: after, reason, by: tx.actor.id, askedAt: tx.now }
    : null
  await write(tx, later ? row : withNow(row, after, tx.now), scheduled ? [...pending, scheduled] : pending)
  await tx.audit({
    act: scheduled ? 'settings.schedule' : 'settings.change',
    target,
    reason,
    before,
    after: scheduled ? { ...after, id: scheduled.id, from: from.toISOString() } : after,
  })
  return scheduled
}

/**
 * Takes a scheduled change back before it takes effect.
 * @throws CodedError 404; 409 `settings_changed`, `in_effect`; 422 `settings_invalid` where a later change builds on it.
 */
export async function withdrawSettingsChange(
  tx: DocumentTx,
  { revision, id, reason }: { revision: number; id: string; reason: string },
): Promise<void> {
  const row = await readAt(tx, revision)
  const all = scheduledChanges(row)
  const withdrawn = all.find((change) => change.id === id)
  if (!withdrawn) throw notFound('scheduled change')
  if (withdrawn.from <= tx.now)
    throw conflict('in_effect', 'This change is in effect already. Change the settings instead.')
  const pending = all.filter((change) => change !== withdrawn && change.from > tx.now)
  checkTogether(pending, withNow(row, {}, tx.now))
  await write(tx, row, pending)
  await tx.audit({
    act: 'settings.withdraw',
    target,
    reason,
    before: { ...withdrawn.values, id, from: withdrawn.from.toISOString() },
  })
}

/**
 * Moves scheduled changes whose time has come into the settings proper. They hold without it; this lets pages that show a
 * setting be drawn anew, and tells the audit.
 * @returns how many there were.
 */
export async function settleSettings(tx: DocumentTx): Promise<number> {
  const row = (await readSettingsRow(tx.database, tx.session)) ?? {}
  const due = scheduledChanges(row).filter(({ from }) => from <= tx.now)
  if (due.length === 0) return 0
  await write(
    tx,
    row,
    scheduledChanges(row).filter(({ from }) => from > tx.now),
  )
  for (const { id, from, values } of due)
    await tx.audit({
      act: 'settings.effect',
      target,
      after: { ...values, id, from: from.toISOString() },
    })
  return due.length
}

async function readAt(tx: DocumentTx, revision: number): Promise<Record<string, unknown>> {
  const row = (await readSettingsRow(tx.database, tx.session)) ?? {}
  if (revisionOf(row) !== revision)
    throw conflict(
      'settings_changed',
      'The settings changed meanwhile: somebody else changed them, or a scheduled change took effect. Nothing of yours was done. Look at them once more.',
    )
  return row
}

/** A row in which these values hold at this moment, before what is scheduled for later. */
function withNow(
  row: Record<string, unknown>,
  values: Parameters<typeof withValues>[1],
  now: Date,
): Record<string, unknown> {
  return withValues({ ...parseSettings(row, now) }, values)
}

/** Two that write at once conflict on the one document: the second runs again and sees another revision. */
async function write(
  tx: DocumentTx,
  row: Record<string, unknown>,
  pending: readonly ScheduledChange[],
): Promise<void> {
  const stored = (await readSettingsRow(tx.database, tx.session)) ?? {}
  await tx.payload.updateGlobal({
    slug: 'settings',
    data: {
      ...parseSettings(row, tx.now),
      scheduled: pending.map((change) => ({
        ...change,
        from: change.from.toISOString(),
        askedAt: change.askedAt.toISOString(),
      })),
      revision: revisionOf(stored) + 1,
    },
    ...asSystem(tx),
  })
}
