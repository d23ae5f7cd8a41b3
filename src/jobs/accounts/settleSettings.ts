import type { Payload } from 'payload'
import { readSettingsRow, scheduledChanges } from '@/domain/accounts/settings'
import { settleSettings } from '@/domain/accounts/settings/changeSettings'
import { systemActor } from '@/platform/actor'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'

/** Scheduled changes of the settings whose time has come, so that pages which show them are drawn anew. @returns how many. */
export async function settleDueSettings(payload: Payload, now: Date): Promise<number> {
  const row = await readSettingsRow(databaseOf(payload))
  if (!row || !scheduledChanges(row).some(({ from }) => from <= now)) return 0
  return transactDocuments(payload, { actor: systemActor('settle settings'), now }, settleSettings)
}
