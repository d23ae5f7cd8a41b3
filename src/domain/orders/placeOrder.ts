import { type Customer, customerDocument, userDocument } from '@/domain/accounts/records'
import { commissionRate, readSettings, type Settings } from '@/domain/accounts/settings'
import { attributeSale, type LineAttribution } from '@/domain/affiliates/attributeSale'
import type { ReferralClick } from '@/domain/affiliates/referralCookie'
import { noLegs } from '@/domain/ledger/refundLegs'
import { splitSale } from '@/domain/ledger/splitSale'
import { licenseTermsOf } from '@/domain/licensing/licenseTermsOf'
import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import type { Buyer } from './buyerSchema'
import { findTwin } from './findTwin'
import { catalogReader, isReady, type PricedLine, priceCart } from './priceCart'
import { cartRecord, type OrderItem, orderItemRecord } from './records'
import { shownCart } from './shownCart'
import { type LineTax, type TaxCalculator, zeroTax } from './taxCalculator'

export interface PlacedOrder {
  orderId: string
  totalMinor: number
  currency: string
  placedAt: Date
}

/**
 * Turns a cart into a pending order with one line per package, each with everything as it is now: price, tax,
 * commission, hold, license terms (ARCHITECTURE, rule 9). The cart stays until the order is completed. The same cart sent
 * twice at once (two tabs, a double click) is one order: the second gets what the first has placed.
 * @param ended orders of this cart whose checkout is over; they are not given again.
 * @param clicks the referral links that the buyer's browser remembers: who earns what is decided here, for each line.
 * @param shown what the buyer had before their eyes (`shownCart`); left out where there was no page.
 * @throws CodedError 404 not_found; 409 cart_empty, cart_changed (a price or an offer is another than the buyer saw).
 */
export async function placeOrder(
  tx: DocumentTx,
  {
    cartId,
    userId,
    buyer,
    locale,
    ended = [],
    clicks = [],
    shown,
    tax = zeroTax,
  }: {
    cartId: string
    userId: string | null
    buyer: Buyer
    locale: string
    ended?: readonly string[]
    clicks?: readonly ReferralClick[]
    shown?: string
    tax?: TaxCalculator
  },
): Promise<PlacedOrder> {
  const cart = await tx.of(cartRecord).findOne({ _id: cartId, order: null, user: { $in: [null, userId] } })
  if (!cart) throw notFound('cart')
  const settings = await readSettings(tx.database, tx.session, tx.now)
  const priced = await priceCart(catalogReader(tx), cart, { now: tx.now, offered: settings.currencies })
  if (priced.lines.length === 0 && priced.unavailable.length === 0)
    throw conflict('cart_empty', 'Your cart is empty.')
  if (!isReady(priced) || (shown !== undefined && shown !== shownCart(priced)))
    throw conflict('cart_changed', 'Something in your cart changed. Look at it once more.')

  const twin = await findTwin(tx, { cart, lines: priced.lines, userId, buyer, ended })
  const orderId = twin?._id ?? newId('ord')
  const placed = { order: orderId, at: twin?.createdAt ?? tx.now }
  // Two that place the same cart at once conflict here: the one that runs again finds the order of the other.
  await step('order.place.cart', () =>
    tx.of(cartRecord).update({ _id: cartId, order: null }, { $set: { updatedAt: tx.now, placed } }),
  )
  if (twin)
    return {
      orderId,
      totalMinor: twin.totals.totalMinor,
      currency: twin.currency,
      placedAt: twin.createdAt,
    }

  const customerId = await step('order.place.customer', () => findOrMakeCustomer(tx, { userId, buyer }))
  const taxes = tax({
    lines: priced.lines.map((line) => ({ netMinor: line.subtotalMinor })),
    country: buyer.country,
    taxId: buyer.taxId,
  })
  const attribute = await attributeSale(tx, { clicks, buyer: { userId, email: buyer.email }, settings })
  const items = priced.lines.map((line, index) => {
    const commission = commissionRate(settings, line.seller, line.product.type)
    const referral = attribute({
      seller: line.seller._id,
      netMinor: line.subtotalMinor,
      productBps: line.product.affiliateBps,
      commissionBps: commission.rateBps,
      isRenewal: line.renews !== null,
    })
    const shared = { orderId, customerId, currency: cart.currency, settings, tax: taxes[index] }
    return itemOf(tx, { ...shared, line, commission, referral })
  })
  await step('order.place.lines', () => tx.of(orderItemRecord).insertMany(items))
  const netMinor = sum(items.map((item) => item.legs.netMinor))
  const taxMinor = sum(items.map((item) => item.tax.amountMinor))
  await step('order.place.order', () =>
    asOperation(tx, 'orders', () =>
      tx.payload.create({
        collection: 'orders',
        data: {
          id: orderId,
          customer: customerId,
          status: 'pending',
          disputed: false,
          currency: cart.currency,
          totals: {
            subtotalMinor: sum(items.map((item) => item.subtotalMinor)),
            discountMinor: 0,
            netMinor,
            taxMinor,
            totalMinor: netMinor + taxMinor,
            refundedMinor: 0,
          },
          itemCount: items.length,
          cart: cart._id,
          locale,
          createdAt: tx.now.toISOString(),
        },
        ...asSystem(tx),
      }),
    ),
  )
  return { orderId, totalMinor: netMinor + taxMinor, currency: cart.currency, placedAt: tx.now }
}

function itemOf(
  tx: DocumentTx,
  {
    line,
    orderId,
    customerId,
    currency,
    settings,
    tax,
    commission,
    referral,
  }: {
    line: PricedLine
    commission: OrderItem['commission']
    referral: LineAttribution
    orderId: string
    customerId: string
    currency: string
    settings: Settings
    tax: LineTax | undefined
  },
): OrderItem {
  const { package: pkg, product, seller } = line
  if (!tax) throw new Error('the tax calculator answers every line')
  return {
    _id: newId('itm'),
    order: orderId,
    customer: customerId,
    seller: seller._id,
    product: product._id,
    package: pkg._id,
    packageRevision: pkg.revision,
    handle: product.handle,
    formerHandles: product.formerHandles.map(({ handle }) => handle),
    productName: product.name.en,
    packageName: pkg.name.en,
    sellerName: seller.name,
    type: product.type,
    billing: pkg.pricingModel,
    quantity: line.quantity,
    quantityMode: pkg.quantityMode,
    currency,
    unitPriceMinor: line.unitPriceMinor,
    subtotalMinor: line.subtotalMinor,
    discount: null,
    tax,
    legs: splitSale({
      netMinor: line.subtotalMinor,
      taxMinor: tax.amountMinor,
      commissionBps: commission.rateBps,
      affiliateBps: referral.affiliate?.rateBps ?? null,
    }),
    commission,
    ...referral,
    holdDays: seller.holdDays ?? settings.holdDays,
    holdUntil: null,
    house: seller.house,
    terms: line.renews?.license.terms ?? licenseTermsOf(pkg),
    trialDays: pkg.trialDays ?? null,
    refundPolicy: {
      days: product.refundPolicy?.days ?? settings.refundDays,
      version: product.refundPolicy?.version ?? 1,
    },
    renews: line.renews && {
      license: line.renews.license._id,
      maskedKey: line.renews.license.maskedKey,
      ...line.renews.after,
    },
    refunded: noLegs,
    status: 'pending',
    createdAt: tx.now,
    completedAt: null,
  }
}

/**
 * The buyer as the books know it. A signed-in person has one record per address; a guest gets one of its own, since an
 * address that nobody proved must not gather what strangers bought.
 */
async function findOrMakeCustomer(
  tx: DocumentTx,
  { userId, buyer }: { userId: string | null; buyer: Buyer },
): Promise<string> {
  const email = buyer.email.trim().toLowerCase()
  const data = { name: buyer.name, company: buyer.company, country: buyer.country, taxId: buyer.taxId }
  const known: Customer | null = userId
    ? await tx.read(customerDocument).findOne({ user: userId, email })
    : null
  return asOperation(tx, 'customers', async () => {
    if (known) {
      await tx.payload.update({
        collection: 'customers',
        id: known._id,
        data,
        ...asSystem(tx),
      })
      return known._id
    }
    const user = userId ? await tx.read(userDocument).findOne({ _id: userId }) : null
    const proven = user?.emailVerifiedAt && user.email === email ? user.emailVerifiedAt.toISOString() : null
    const id = newId('cus')
    await tx.payload.create({
      collection: 'customers',
      data: { ...data, id, email, user: userId, emailVerifiedAt: proven, createdAt: tx.now.toISOString() },
      ...asSystem(tx),
    })
    return id
  })
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
