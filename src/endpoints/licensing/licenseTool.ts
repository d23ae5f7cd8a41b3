import type { Endpoint } from 'payload'
import type { z } from 'zod'
import { type Standing, standingFor, type ToolName } from '@/domain/licensing/acts/mayAct'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { databaseOf } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { type Tx, transact } from '@/platform/transaction'
import { type PanelCall, panelAct } from '../panelAct'

/** What a tool needs to know of who uses it, and on what. */
export interface ToolCall<Input> {
  tx: Tx
  license: License
  standing: Standing
  input: Input
}

/**
 * A button on one license: the person's standing is read in the transaction that acts.
 * @throws CodedError 404, 403 as `standingFor` says.
 */
export const licenseTool = <Input extends object>(
  tool: ToolName,
  body: z.ZodType<Input>,
  run: (call: ToolCall<Input>) => Promise<License>,
): Endpoint =>
  panelAct({
    path: `/:id/${tool}`,
    body,
    run: ({ req, person, actor, id, input }: PanelCall<Input>) =>
      transact(databaseOf(req.payload), { actor }, async (tx) => {
        const license = await tx.of(licenseRecord).findOne({ _id: id })
        if (!license) throw notFound('license')
        return shown(await run({ tx, license, standing: standingFor(person, license, tool), input }))
      }),
  })

/** What the button gets back; never a key. */
const shown = ({ _id, status, reason, maskedKey, expiresAt, seats }: License) => ({
  id: _id,
  status,
  reason,
  maskedKey,
  expiresAt: expiresAt?.toISOString() ?? null,
  seats,
})
