import { z } from 'zod'
import { submitRefund } from '@/domain/orders/submitRefund'
import type { Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import type { Mailer } from '@/platform/mail'
import type { OutboxRow } from '@/platform/outbox'
import type { Stripe } from '@/platform/stripe'
import { sendMail } from './notifications/sendMail'

interface OutboxContext {
  database: Database
  stripe: Stripe
  mailer: Mailer
  publicUrl: string
}

type Effect = (context: OutboxContext, row: OutboxRow) => Promise<void>

const refundPayload = z.object({ refund: z.string() })

/** What each kind of outbox row does outside. A kind without an effect is a mistake of ours: the row is parked. */
const effects: Record<string, Effect> = {
  mail: (context, row) => sendMail(context, row),
  'provider-refund': ({ database, stripe }, row) =>
    submitRefund(database, stripe, refundPayload.parse(row.payload).refund),
}

export async function performEffect(context: OutboxContext, row: OutboxRow): Promise<void> {
  const effect = effects[row.kind]
  if (!effect) throw new HopelessError(`nothing handles outbox rows of kind ${row.kind}`)
  await effect(context, row)
}
