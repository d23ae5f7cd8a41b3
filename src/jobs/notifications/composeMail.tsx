import { z } from 'zod'
import { accountMailUrl } from '@/domain/accounts/accountMails'
import { customerDocument } from '@/domain/accounts/records'
import { kindOfTemplate } from '@/domain/licensing/notices/letters'
import { type LicenseRenewal, licenseRecord, licenseRenewalRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { drawInvoice } from '@/domain/orders/drawInvoice'
import { lineText } from '@/domain/orders/lineText'
import { orderUrl } from '@/domain/orders/orderLink'
import {
  invoiceRecord,
  type OrderItem,
  orderDocument,
  orderItemRecord,
  refundRecord,
} from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { formatMoney } from '@/platform/money'
import { wordsFor } from '@/platform/words'
import { affiliateMail } from './affiliateMail'
import { booksRed } from './booksRedMail'
import { browserFacts } from './browserFacts'
import { cartReminder } from './cartReminderMail'
import { keySetMail } from './keySetMail'
import { licenseDigestMail } from './licenseDigestMail'
import { licenseMail } from './licenseMail'
import { type AccountMail, AccountNotice, accountMails } from './mails/account'
import { OrderCompleted } from './mails/orderCompleted'
import { RefundDone } from './mails/refund'
import { RefundFailed } from './mails/refundFailed'
import { SaleMade } from './mails/sale'
import { type ComposedMail, parts } from './parts'
import { renewalRefused } from './renewalRefusedMail'
import { rightsFacts } from './rightsFacts'

interface Source {
  database: Database
  publicUrl: string
  locale: string
}

/** What the outbox row says of the mail. */
interface Wanted {
  template: string
  to: string
  data: unknown
}

const orderData = z.object({ order: z.string() })
const refundData = z.object({ order: z.string(), refund: z.string(), creditNote: z.string().optional() })
const failedData = z.object({ order: z.string(), refund: z.string(), returned: z.boolean() })
const saleData = z.object({ order: z.string(), seller: z.string() })

/**
 * A mail with its text and HTML part, from the template's name and what the act noted; the rest is read now. null: what it was
 * to tell does not hold any more, so nothing is sent.
 * @throws HopelessError where the template or what it speaks of does not exist.
 */
export async function composeMail(
  source: Source,
  { template, to, data }: Wanted,
): Promise<ComposedMail | null> {
  if (template === 'order-completed') return orderCompleted(source, orderData.parse(data).order)
  if (template === 'refund') return refund(source, refundData.parse(data))
  if (template === 'refund-failed') return refundFailed(source, failedData.parse(data))
  if (template === 'books-red') return booksRed(source, data)
  if (template === 'renewal-refused') return renewalRefused(source, data)
  if (template === 'affiliate') return affiliateMail(source, data)
  if (template === 'cart-reminder') return cartReminder(source, data)
  if (template === 'sale') return sale(source, saleData.parse(data))
  if (template === 'key-set-ends') return keySetMail(source, data)
  if (template === 'license-digest') return licenseDigestMail(source, data)
  const kind = kindOfTemplate(template)
  if (kind) return licenseMail(source, { kind, to }, data)
  const account = accountMails.find((name) => name === template)
  if (!account) throw new HopelessError(`there is no mail template ${template}`)
  const { locale, publicUrl } = source
  const url = accountMailUrl(publicUrl, account, data)
  const t = wordsFor(locale)
  const name = account.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const subject = t(`mail.${name}.subject` as 'mail.verifyEmail.subject')
  const facts = factsOf[account]?.(locale, data) ?? null
  const notice = <AccountNotice {...{ locale, publicUrl, url, template: account, facts }} />
  return { subject, ...(await parts(notice)) }
}

/** What the words of an account mail leave open. */
const factsOf: Partial<Record<AccountMail, (locale: string, data: unknown) => string>> = {
  'new-browser': browserFacts,
  'rights-changed': rightsFacts,
}

async function orderCompleted(
  { database, publicUrl, locale }: Source,
  orderId: string,
): Promise<ComposedMail> {
  const { order, items } = await orderWithItems(database, orderId)
  const customer = await collectionOf(database, customerDocument).findOne({ _id: order.customer })
  const licenses = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
  const renewals = await collectionOf(database, licenseRenewalRecord).find({ order: orderId }).toArray()
  const invoice = await collectionOf(database, invoiceRecord).findOne({ order: orderId, kind: 'invoice' })
  const total = formatMoney(order.totals.totalMinor, order.currency, locale)
  const mail = {
    publicUrl,
    orderUrl: orderUrl(publicUrl, orderId),
    total,
    invoiceNumber: invoice?.number ?? null,
    guest: !customer?.user,
    lines: items.map((item) => ({
      product: item.productName,
      package: item.packageName,
      seller: item.sellerName,
      keys: licenses.filter((license) => license.orderItem === item._id).map(keyText),
      renewed: renewedWords(
        renewals.find(({ _id }) => _id === item._id),
        item,
        locale,
      ),
    })),
  }
  return {
    subject: wordsFor(locale)('mail.orderCompleted.subject', { product: productsOf(items) }),
    ...(await parts(<OrderCompleted locale={locale} mail={mail} />)),
    attachments: invoice?.number
      ? [
          {
            filename: `invoice-${invoice.number}.pdf`,
            content: await drawInvoice(invoice),
            contentType: 'application/pdf',
          },
        ]
      : [],
  }
}

async function refund(
  { database, publicUrl, locale }: Source,
  data: z.infer<typeof refundData>,
): Promise<ComposedMail> {
  const { items } = await orderWithItems(database, data.order)
  const given = await collectionOf(database, refundRecord).findOne({ _id: data.refund })
  const creditNote = data.creditNote
    ? await collectionOf(database, invoiceRecord).findOne({ _id: data.creditNote })
    : null
  if (!given) throw new HopelessError(`refund ${data.refund} is not there`)
  const whole = items.filter(
    (item) => item.status === 'refunded' && given.lines.some((line) => line.item === item._id),
  )
  const amount = formatMoney(given.amountMinor, given.currency, locale)
  const mail = {
    publicUrl,
    orderUrl: orderUrl(publicUrl, data.order),
    amount,
    creditNoteNumber: creditNote?.number ?? null,
    ended: whole.filter(({ renews }) => !renews).map((item) => lineText(item, locale)),
    takenBack: whole.filter(({ renews }) => renews).map((item) => lineText(item, locale)),
  }
  return {
    subject: wordsFor(locale)('mail.refund.subject', { amount }),
    ...(await parts(<RefundDone locale={locale} mail={mail} />)),
    attachments: creditNote?.number
      ? [
          {
            filename: `credit-note-${creditNote.number}.pdf`,
            content: await drawInvoice(creditNote),
            contentType: 'application/pdf',
          },
        ]
      : [],
  }
}

async function refundFailed(
  { database, publicUrl, locale }: Source,
  { order, refund: refundId, returned }: z.infer<typeof failedData>,
): Promise<ComposedMail> {
  const refund = await collectionOf(database, refundRecord).findOne({ _id: refundId })
  if (!refund) throw new HopelessError(`refund ${refundId} is not there`)
  const amount = formatMoney(refund.amountMinor, refund.currency, locale)
  const mail = { publicUrl, order, amount, error: refund.error ?? '', returned }
  return {
    subject: wordsFor(locale)('mail.refundFailed.subject', { amount }),
    ...(await parts(<RefundFailed locale={locale} mail={mail} />)),
    attachments: [],
  }
}

async function sale(
  { database, publicUrl, locale }: Source,
  data: z.infer<typeof saleData>,
): Promise<ComposedMail> {
  const { items } = await orderWithItems(database, data.order)
  const own = items.filter((item) => item.seller === data.seller)
  const [first] = own
  if (!first) throw new HopelessError(`seller ${data.seller} has no line in ${data.order}`)
  const money = (amountMinor: number) => formatMoney(amountMinor, first.currency, locale)
  const mail = {
    publicUrl,
    availableOn: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      first.holdUntil ?? new Date(),
    ),
    lines: own.map((item) => ({
      product: item.productName,
      package: item.renews ? `${item.packageName}, ${wordsFor(locale)('renewals.badge')}` : item.packageName,
      quantity: item.quantity,
      net: money(item.legs.netMinor),
      commission: money(item.legs.commissionMinor),
      affiliate: item.legs.affiliateMinor > 0 ? money(item.legs.affiliateMinor) : null,
      share: money(item.legs.sellerMinor),
    })),
  }
  return {
    subject: wordsFor(locale)('mail.sale.subject', { product: productsOf(own) }),
    ...(await parts(<SaleMade locale={locale} mail={mail} />)),
    attachments: [],
  }
}

async function orderWithItems(database: Database, orderId: string) {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  if (!order) throw new HopelessError(`order ${orderId} is not there`)
  const items = await collectionOf(database, orderItemRecord)
    .find({ order: orderId }, { sort: { _id: 1 } })
    .toArray()
  return { order, items }
}

/** Instead of keys: which license was renewed, and whether. */
function renewedWords(
  renewal: LicenseRenewal | undefined,
  { renews }: Pick<OrderItem, 'renews'>,
  locale: string,
): string | null {
  if (!renews) return null
  const t = wordsFor(locale)
  const which = `${t('renewals.badge')} ${t('renewals.ofKey', { key: renews.maskedKey })}.`
  return `${which} ${t(renewal?.refused ? 'renewals.mail.refused' : 'renewals.mail.done')}`
}

const productsOf = (items: readonly OrderItem[]): string =>
  [...new Set(items.map((item) => item.productName))].join(', ').slice(0, 120)
