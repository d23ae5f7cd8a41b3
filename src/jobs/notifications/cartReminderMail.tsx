import { z } from 'zod'
import { isStopped, stopUrl } from '@/domain/notifications/mailStops'
import { lineText } from '@/domain/orders/lineText'
import { orderItemRecord } from '@/domain/orders/records'
import { viewRecovery } from '@/domain/orders/recoverCart'
import { recoverToken } from '@/domain/orders/recoverLink'
import { boughtSince } from '@/domain/orders/remindOfCart'
import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { wordsFor } from '@/platform/words'
import { CartReminder } from './mails/cartReminder'
import { type ComposedMail, parts } from './parts'

const reminderData = z.object({ order: z.string() })

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

/**
 * The one mail about a cart that was left at the payment; null where it was bought, emptied or unwanted in the meantime.
 */
export async function cartReminder(
  { database, publicUrl, locale }: Source,
  data: unknown,
): Promise<ComposedMail | null> {
  const { order: orderId } = reminderData.parse(data)
  const recovery = await viewRecovery(database, orderId)
  if (!recovery) throw new HopelessError(`order ${orderId} is not there`)
  const { order, cart, email, isBought } = recovery
  if (!cart || isBought || (await isStopped(database, 'cart-reminder', email))) return null
  if (await boughtSince(database, email, order.createdAt)) return null
  const items = await collectionOf(database, orderItemRecord)
    .find({ order: orderId }, { sort: { _id: 1 } })
    .toArray()
  const stop = stopUrl(publicUrl, orderId)
  const mail = {
    publicUrl,
    recoverUrl: `${publicUrl}/recover/${recoverToken(orderId)}`,
    stopUrl: stop,
    lines: items.map((item) => lineText(item, locale)),
    declined: order.declineReason ?? null,
  }
  const t = wordsFor(locale)
  return {
    subject: t(mail.declined ? 'mail.cartReminder.subjectDeclined' : 'mail.cartReminder.subject'),
    ...(await parts(<CartReminder locale={locale} mail={mail} />)),
    attachments: [],
    stopUrl: `${stop}/now`,
  }
}
