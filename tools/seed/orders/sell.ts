import { packageDocument, productDocument } from '@/domain/catalog/records'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { acceptPrices, addToCart, type CartHolder, setCartCurrency } from '@/domain/orders/cart'
import { openCheckout } from '@/domain/orders/openCheckout'
import { placeOrder } from '@/domain/orders/placeOrder'
import { type Cart, orderDocument, orderItemRecord } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { createDrains } from '@/jobs/drains'
import { sealBooks } from '@/jobs/ledger/sealBooks'
import { expireLicenses } from '@/jobs/licensing/expireLicenses'
import { reconcilePayments } from '@/jobs/orders/reconcilePayments'
import type { Actor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import type { Mailer } from '@/platform/mail'
import { addSeconds, now } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { type SeedContext, seedActor } from '../context'
import type { DemoBuyer } from './buyers'
import { closeMails } from './closeMails'
import type { PlannedLine, PlannedOrder, PlannedRefund } from './plan'
import type { DemoClock, SimulatorControl } from './simulator'

export interface Counter {
  context: SeedContext
  simulator: SimulatorControl
  clock: DemoClock
  /** The demo's customer account and the member of staff who refunds. */
  customerId: string
  supportId: string
}

/** Takes an order from the cart to the numbered invoice, as a buyer and the worker would. @returns its id. */
export async function sell(counter: Counter, order: PlannedOrder, at: Date): Promise<string> {
  const { context, clock, simulator } = counter
  const { payload, stripe, publicUrl } = context
  await clock.setTo(at)
  const { orderId, totalMinor } = await place(counter, order)
  if (totalMinor === 0) {
    await transactDocuments(payload, { actor: seedActor }, (tx) => completeFreeOrder(tx, orderId))
  } else {
    await openCheckout({
      payload,
      stripe,
      orderId,
      successUrl: `${publicUrl}/order/${orderId}`,
      cancelUrl: `${publicUrl}/checkout`,
    })
    const stored = await collectionOf(context.database, orderDocument).findOne({ _id: orderId })
    const sessionId = stored?.checkout?.sessionId
    if (!sessionId) throw new Error(`order ${orderId} has no checkout`)
    for (const [index, card] of order.cards.entries()) {
      await clock.setTo(addSeconds(at, 90 * (index + 1)))
      await simulator.pay(sessionId, card)
      await work(context)
    }
  }
  await work(context)
  await closeMails(context.database)
  return orderId
}

async function place(counter: Counter, { buyer, isSignedIn, lines }: PlannedOrder) {
  const { context, customerId } = counter
  const { database, payload } = context
  const userId = isSignedIn ? customerId : null
  let cart: Cart | undefined
  for (const line of lines) {
    const packageId = await packageOf(context, line)
    const holder: CartHolder = { cartId: cart?._id ?? null, userId }
    cart = await transact(database, { actor: seedActor }, (tx) =>
      fill(tx, { holder, packageId, line, buyer }),
    )
  }
  if (!cart) throw new Error('a planned order has lines')
  const cartId = cart._id
  const { currency: _, ...asked } = buyer
  return transactDocuments(payload, { actor: seedActor }, (tx) =>
    placeOrder(tx, { cartId, userId, buyer: asked, locale: 'en' }),
  )
}

async function fill(
  tx: Tx,
  {
    holder,
    packageId,
    line,
    buyer,
  }: { holder: CartHolder; packageId: string; line: PlannedLine; buyer: DemoBuyer },
): Promise<Cart> {
  const cart = await addToCart(tx, { holder, packageId, quantity: line.quantity })
  if (cart.currency === buyer.currency || isFree(cart)) return cart
  const own = { ...holder, cartId: cart._id }
  await setCartCurrency(tx, own, buyer.currency)
  return acceptPrices(tx, own)
}

const isFree = (cart: Cart): boolean => cart.lines.every(({ seenPriceMinor }) => seenPriceMinor === 0)

async function packageOf({ database }: SeedContext, { handle, packageName }: PlannedLine): Promise<string> {
  const product = await collectionOf(database, productDocument).findOne({ handle })
  const pkg =
    product &&
    (await collectionOf(database, packageDocument).findOne({ product: product._id, 'name.en': packageName }))
  if (!pkg) throw new Error(`the demo sells ${handle}, ${packageName}, which is not there`)
  return pkg._id
}

/** A member of staff gives money back: all that is left, or half of the first line. */
export async function refund(
  counter: Counter,
  { reason, part }: PlannedRefund,
  orderId: string,
  at: Date,
): Promise<void> {
  const { context, clock, supportId } = counter
  await clock.setTo(at)
  const staff: Actor = { kind: 'staff', id: supportId, address: null, requestId: null }
  const [first] = await collectionOf(context.database, orderItemRecord)
    .find({ order: orderId }, { sort: { _id: 1 } })
    .toArray()
  if (!first) throw new Error(`order ${orderId} has no lines`)
  const lines = part ? [{ item: first._id, grossMinor: Math.round(first.subtotalMinor / 2) }] : undefined
  await transact(context.database, { actor: staff }, (tx) =>
    requestRefund(tx, { orderId, reason, ...(lines ? { lines } : {}) }),
  )
  await work(context)
  await closeMails(context.database)
}

/** What the worker does, done here: outbox without mails, the provider's events, the books, trials that end. */
async function work(context: SeedContext): Promise<void> {
  const { payload, database, stripe, storage, publicUrl } = context
  const { inbox, outbox } = createDrains({
    payload,
    database,
    stripe,
    mailer: noMailer,
    storage,
    publicUrl,
  })
  await closeMails(database)
  if (await hasDueRows(context)) await outbox.runDue()
  await reconcilePayments({ database, stripe })
  await inbox.runDue()
  while ((await sealBooks(database)) > 0);
  await expireLicenses(database, now())
}

const hasDueRows = async ({ database }: SeedContext): Promise<boolean> =>
  (await database.db
    .collection('outbox')
    .findOne({ state: 'due', kind: { $ne: 'mail' }, nextAt: { $lte: now() } })) !== null

/** Mails are closed before the outbox runs; one that comes here is a mistake of ours. */
const noMailer: Mailer = {
  send: async () => {
    throw new Error('the demo sends no mail')
  },
  verify: async () => undefined,
  close: () => undefined,
}
