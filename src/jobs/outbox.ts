import type { Payload } from 'payload'
import { z } from 'zod'
import { checkUpload } from '@/domain/catalog/checkUpload'
import { renameProducts } from '@/domain/catalog/renameProducts'
import { productRenamedKind, sellerRenamedKind } from '@/domain/catalog/renames'
import { checkUploadKind } from '@/domain/catalog/uploads'
import { renameLicensed } from '@/domain/licensing/renameLicensed'
import { completeEffect } from '@/domain/orders/applyPayment'
import { carryOutRun, oracleEffect } from '@/domain/orders/oracle/oracleRuns'
import { providerBookOf } from '@/domain/orders/oracle/providerBook'
import { submitRefund } from '@/domain/orders/submitRefund'
import type { Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { environment } from '@/platform/env'
import type { FileStorage } from '@/platform/fileStorage'
import { jobEffect } from '@/platform/jobStates'
import type { Mailer } from '@/platform/mail'
import type { OutboxRow } from '@/platform/outbox'
import { type Stripe, simulatorUrlOf } from '@/platform/stripe'
import { sendMail } from './notifications/sendMail'
import { completeWaiting } from './orders/completeWaiting'
import { runByHand } from './runByHand'

interface OutboxContext {
  payload: Payload
  database: Database
  stripe: Stripe
  mailer: Mailer
  storage: FileStorage
  publicUrl: string
}

type Effect = (context: OutboxContext, row: OutboxRow) => Promise<void>

const refundPayload = z.object({ refund: z.string() })
const orderPayload = z.object({ order: z.string() })
const runPayload = z.object({ run: z.string() })
const jobPayload = z.object({ job: z.string(), by: z.string() })
const filePayload = z.object({ file: z.string() })
const productPayload = z.object({ product: z.string() })
const sellerPayload = z.object({ seller: z.string() })

/** What each kind of outbox row does outside. A kind without an effect is a mistake of ours: the row is parked. */
const effects: Record<string, Effect> = {
  mail: (context, row) => sendMail(context, row),
  'provider-refund': ({ database, stripe }, row) =>
    submitRefund(database, stripe, refundPayload.parse(row.payload).refund),
  [completeEffect]: ({ payload }, row) => completeWaiting(payload, orderPayload.parse(row.payload).order),
  [oracleEffect]: ({ database, stripe }, row) =>
    carryOutRun({
      database,
      provider: providerBookOf(stripe, simulatorUrlOf(stripe)),
      runId: runPayload.parse(row.payload).run,
      confirmSeconds: environment().BOOKS_CONFIRM_SECONDS,
    }),
  [jobEffect]: (context, row) => runByHand(context, jobPayload.parse(row.payload)),
  [checkUploadKind]: ({ database, storage }, row) =>
    checkUpload({ database, storage, fileId: filePayload.parse(row.payload).file }),
  [productRenamedKind]: async ({ database }, row) =>
    void (await renameLicensed(database, productPayload.parse(row.payload).product)),
  [sellerRenamedKind]: async ({ payload }, row) =>
    void (await renameProducts(payload, sellerPayload.parse(row.payload).seller)),
}

export async function performEffect(context: OutboxContext, row: OutboxRow): Promise<void> {
  const effect = effects[row.kind]
  if (!effect) throw new HopelessError(`nothing handles outbox rows of kind ${row.kind}`)
  await effect(context, row)
}
