import type { Endpoint } from 'payload'
import { z } from 'zod'
import { hasStaffRole, type Person } from '@/domain/accounts/rights'
import { changeSettings, withdrawSettingsChange } from '@/domain/accounts/settings/changeSettings'
import { previewSettings } from '@/domain/accounts/settings/previewSettings'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { forbidden } from '@/platform/errors'
import { now } from '@/platform/time'
import { panelAct } from '../panelAct'
import { flatValues } from './flatValues'

const reason = z.string().trim().min(3).max(1_000)
const revision = z.number().int().min(0)
/** Nested as the dialog sends them: `{commissionBps: {package: 1700}, holdDays: 10}`. */
const values = z.record(z.string(), z.unknown()).transform((nested) => flatValues(nested))
const from = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable()
  .default(null)

/** `/api/globals/settings/…`: what admins do to the settings (OPS-4). */
export const settingsActs: Endpoint[] = [
  panelAct({
    path: '/preview',
    body: z.strictObject({ values: values.default({}), from }),
    run: async ({ req, person, input }) => {
      assertAdmin(person)
      return { effects: await previewSettings(databaseOf(req.payload), input, now()) }
    },
  }),
  panelAct({
    path: '/change',
    body: z.strictObject({ reason, revision, from, values }),
    run: ({ req, person, actor, input }) => {
      assertAdmin(person)
      return transactDocuments(req.payload, { actor }, async (tx) => {
        const scheduled = await changeSettings(tx, input)
        return { scheduled: scheduled?.id ?? null, from: (scheduled?.from ?? tx.now).toISOString() }
      })
    },
  }),
  panelAct({
    path: '/withdraw',
    body: z.strictObject({ reason, revision, id: z.string().max(60) }),
    run: ({ req, person, actor, input }) => {
      assertAdmin(person)
      return transactDocuments(req.payload, { actor }, async (tx) => {
        await withdrawSettingsChange(tx, input)
        return { withdrawn: input.id }
      })
    },
  }),
]

function assertAdmin(person: Person): void {
  if (!hasStaffRole(person, 'admin')) throw forbidden()
}
