import { z } from 'zod'
import { grossOf } from '@/domain/ledger/refundLegs'
import { lineText } from '@/domain/orders/lineText'
import { orderItemRecord } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { formatMoney } from '@/platform/money'
import { wordsFor } from '@/platform/words'
import { RenewalRefused } from './mails/renewalRefused'
import { type ComposedMail, parts } from './parts'

const refusedData = z.object({
  order: z.string(),
  item: z.string(),
  reason: z.enum(['gone', 'revoked', 'endless']),
})

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

/** The mail to staff of a renewal that was paid for nothing; null where the line was refunded meanwhile. */
export async function renewalRefused(
  { database, publicUrl, locale }: Source,
  data: unknown,
): Promise<ComposedMail | null> {
  const { order, item: id, reason } = refusedData.parse(data)
  const item = await collectionOf(database, orderItemRecord).findOne({ _id: id })
  if (!item) throw new HopelessError(`line ${id} is not there`)
  if (item.status === 'refunded') return null
  const amount = formatMoney(grossOf(item.legs) - grossOf(item.refunded), item.currency, locale)
  const mail = { publicUrl, order, line: lineText(item, locale), amount, reason }
  return {
    subject: wordsFor(locale)('renewals.staffMail.subject', { product: item.productName }),
    ...(await parts(<RenewalRefused locale={locale} mail={mail} />)),
    attachments: [],
  }
}
