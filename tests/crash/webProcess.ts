import config from '@payload-config'
import { getPayload } from 'payload'
import { customerByEmail } from '@/domain/accounts/customerByEmail'
import { verifyEmail } from '@/domain/accounts/verifyEmail'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { importBatch } from '@/domain/licensing/acts/importBatch'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { askRequest, withdrawRequest } from '@/domain/licensing/acts/licenseRequests'
import type { ImportRow } from '@/domain/licensing/acts/readImport'
import { replaceKey } from '@/domain/licensing/acts/replaceKey'
import { setLimits } from '@/domain/licensing/acts/setLimits'
import { transferLicense } from '@/domain/licensing/acts/transferLicense'
import { changeLicenseStatus } from '@/domain/licensing/changeLicenseStatus'
import { inTurn } from '@/domain/licensing/places/inTurn'
import { movePlace } from '@/domain/licensing/places/movePlace'
import { undoMove } from '@/domain/licensing/places/undoMove'
import { adoptCart } from '@/domain/orders/adoptCart'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { beginCheckout } from '@/domain/orders/beginCheckout'
import { findCart } from '@/domain/orders/cart'
import { releaseBrake, wakeWaiting } from '@/domain/orders/oracle/oracleBrake'
import { payByHand } from '@/domain/orders/payByHand'
import { placeOrder } from '@/domain/orders/placeOrder'
import { requestRefund } from '@/domain/orders/requestRefund'
import { syncOrder } from '@/domain/orders/syncOrder'
import type { Actor } from '@/platform/actor'
import { asSystem, type DocumentTx, databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { answerOnce } from '@/platform/idempotency'
import { stripeClient } from '@/platform/stripe'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import { clickOn } from './click'
import type { WebActs } from './webActs'

/**
 * What web does for people and staff, without its pages: a process with Payload that runs the operations behind server
 * actions and panel buttons as those run them, told over its channel.
 */
const payload = await getPayload({ config })
const database = databaseOf(payload)
const stripe = stripeClient(environment())
const actor: Actor = { kind: 'staff', id: 'usr_staff', address: '203.0.113.9', requestId: 'req_crash' }
const inTx = <T>(work: (tx: Tx) => Promise<T>) => transact(database, { actor }, work)
const inDocuments = <T>(work: (tx: DocumentTx) => Promise<T>) => transactDocuments(payload, { actor }, work)

type Acts = { [Act in keyof WebActs]: (input: WebActs[Act]['input']) => Promise<void> }

const acts: Acts = {
  /** As app/(storefront)/checkout/actions.ts does. */
  async checkout({ cartId, userId, buyer, referredBy }) {
    const cart = await findCart(database, { cartId, userId })
    if (!cart) throw new CodedError({ status: 409, code: 'cart_empty', detail: 'Your cart is empty.' })
    const begun = await beginCheckout({
      payload,
      stripe,
      cart,
      place: (ended) =>
        inDocuments((tx) => {
          const clicks = referredBy ? [clickOn(referredBy)] : []
          return placeOrder(tx, { cartId: cart._id, userId, buyer, locale: 'en', ended, clicks })
        }),
      urls: () => ({
        successUrl: 'http://localhost:3000/order/x?paid=1',
        cancelUrl: 'http://localhost:3000/checkout',
      }),
    })
    if (begun.to === 'order' && begun.isFree) await inDocuments((tx) => completeFreeOrder(tx, begun.orderId))
  },
  adoptCart: async (input) => void (await inTx((tx) => adoptCart(tx, input))),
  sync: async ({ orderId }) => void (await syncOrder(payload, stripe, orderId)),
  refund: async (input) => void (await inTx((tx) => requestRefund(tx, { ...input, reason: 'asked for' }))),
  payByHand: async ({ orderId }) =>
    void (await inDocuments((tx) => payByHand(tx, { orderId, reason: 'bank transfer 4711' }))),
  verify: async (input) => void (await verifyEmail({ payload, actor, ...input })),
  /** The panel sends a key with the dialog; who presses again sends it again (endpoints/licensing/issueActs.ts). */
  issue: async (input) =>
    void (await answerOnce({
      ...{ database, scope: 'issue', key: `issue ${input.customerId}`, request: input, now: new Date() },
      abandonedSeconds: 0.5,
      run: (keep) =>
        inTx(async (tx) => {
          const { _id } = await issueByHand(tx, { ...input, test: false, reason: 'a gift' })
          await keep(tx, { id: _id })
          return { id: _id }
        }),
    })),
  status: async ({ licenseId, event }) =>
    void (await inTx((tx) =>
      changeLicenseStatus({ tx, licenseId, event, reason: 'staff', note: 'as was asked' }),
    )),
  extend: async ({ licenseId, days }) =>
    void (await inTx((tx) => {
      const expiresAt = new Date(Date.UTC(2040, 0, days))
      return extendLicense(tx, { licenseId, until: { expiresAt }, reason: 'as was asked' })
    })),
  limits: async ({ licenseId, seats }) =>
    void (await inTx((tx) =>
      setLimits(tx, { licenseId, limits: { seats }, reason: 'as was asked', mayGoBelowSold: true }),
    )),
  replaceKey: async (input) =>
    void (await inTx((tx) => replaceKey(tx, { ...input, keepDays: 2, reason: 'it leaked' }))),
  transfer: async (input) =>
    void (await inTx((tx) => transferLicense(tx, { ...input, keepPlaces: false, reason: 'sold' }))),
  move: async ({ licenseId, placeId, domain }) =>
    void (await inTurn(licenseId, () => inTx((tx) => movePlace({ tx, licenseId, placeId, to: { domain } })))),
  undo: async ({ licenseId }) =>
    void (await inTurn(licenseId, () => inTx((tx) => undoMove({ tx, licenseId })))),
  nameProduct: async ({ productId: id, slug }) =>
    void (await inDocuments((tx) =>
      tx.payload.update({ collection: 'products', id, data: { slug }, ...asSystem(tx) }),
    )),
  nameSeller: async ({ sellerId: id, slug }) =>
    void (await inDocuments((tx) =>
      tx.payload.update({ collection: 'sellers', id, data: { slug }, ...asSystem(tx) }),
    )),
  /** A file that is sent again finds its keys known (endpoints/licensing/importAct.ts). */
  importKeys: async ({ packageId, keys }) => {
    const rows = keys.map((row, line) => ({ packageId, row: importRow(row, line) }))
    await inDocuments((tx) =>
      importBatch(tx, { rows, customerOf: ({ email }) => customerByEmail(tx, { email }) }),
    ).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error
    })
  },
  askForTime: async ({ licenseId, customerId }) =>
    void (await inTx((tx) =>
      askRequest(tx, {
        ...{ licenseId, customerIds: [customerId], kind: 'extend', toEmail: null },
        note: 'a month more, please',
      }),
    )),
  withdraw: async ({ requestId, customerId }) =>
    void (await inTx((tx) => withdrawRequest(tx, { id: requestId, customerIds: [customerId] }))),
  releaseBrake: async ({ reason }) => {
    await inTx((tx) => releaseBrake(tx, { reason, accept: false }))
    await wakeWaiting(database, new Date())
  },
}

const importRow = ({ key, email }: { key: string; email: string }, line: number): ImportRow => ({
  ...{ line, key, email, name: null, package: '', seats: null, expiresAt: null, updatesUntil: null },
  domains: [`shop${line}.example.com`],
})

interface Asked<Act extends keyof WebActs> {
  answer: number
  act: Act
  input: WebActs[Act]['input']
}

async function perform<Act extends keyof WebActs>({ answer, act, input }: Asked<Act>): Promise<void> {
  try {
    await acts[act](input)
    process.send?.({ answer })
  } catch (error) {
    const coded = error instanceof CodedError ? error : null
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.send?.({
      answer,
      error: { status: coded?.status ?? 500, code: coded?.code ?? 'internal', detail },
    })
  }
}

process.on('message', (message: object) => {
  if ('act' in message) void perform(message as Asked<keyof WebActs>)
})
process.on('disconnect', () => process.exit(0))
console.log('web is ready')
