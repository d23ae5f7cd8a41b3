import config from '@payload-config'
import { getPayload } from 'payload'
import { claimCustomers } from '@/domain/accounts/claimCustomers'
import { openDownload } from '@/domain/catalog/deliverDownload'
import { adoptCart } from '@/domain/orders/adoptCart'
import { applyPayment } from '@/domain/orders/applyPayment'
import type { PaymentTruth } from '@/domain/orders/readPayment'
import { requestRefund } from '@/domain/orders/requestRefund'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { submitRefund } from '@/domain/orders/submitRefund'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { CodedError } from '@/platform/errors'
import { stripeClient } from '@/platform/stripe'
import { transact } from '@/platform/transaction'

/** What one of many does at once. `fails`: its transaction breaks when all its work is done. */
export type OrderAct =
  | { act: 'claim'; user: string; email: string }
  | { act: 'adopt'; cartId: string; userId: string }
  | { act: 'download'; token: string; perHour: number }
  | { act: 'askRefund'; orderId: string; item: string; grossMinor: number }
  | { act: 'sendRefund'; refund: string }
  | { act: 'sync'; orderId: string }
  | { act: 'complete'; orderId: string; totalMinor: number; fails: boolean }
  | { act: 'seal'; fails: boolean }

export interface OrderAnswer {
  /** `done` or the code of the refusal. */
  code: string
  /** What an act gives that not every one of its kind is given. */
  got: string | null
}

/** A process of its own that does everything it is told in one message at once: started by tests that race. */
const payload = await getPayload({ config })
const database = databaseOf(payload)
const stripe = stripeClient({
  STRIPE_SECRET_KEY: 'sk_test_simulator',
  STRIPE_API_BASE: process.env.RACE_STRIPE_API_BASE,
})
const actor = systemActor('race')
const done = (got: string | null = null): OrderAnswer => ({ code: 'done', got })

async function perform(asked: OrderAct): Promise<OrderAnswer> {
  switch (asked.act) {
    case 'claim': {
      const { user, email } = asked
      const claimed = await transactDocuments(payload, { actor }, (tx) => claimCustomers(tx, { user, email }))
      return done(claimed[0] ?? null)
    }
    case 'adopt': {
      const { cartId, userId } = asked
      const cart = await transact(database, { actor }, (tx) => adoptCart(tx, { cartId, userId }))
      return done(cart?._id ?? null)
    }
    case 'download': {
      const { token, perHour } = asked
      const caller = { address: '203.0.113.7', userAgent: 'race', isProbe: false, now: new Date() }
      return done((await openDownload({ database, token, perHour, ...caller }))._id)
    }
    case 'askRefund': {
      const { orderId, item, grossMinor } = asked
      const refund = await transact(database, { actor }, (tx) =>
        requestRefund(tx, { orderId, lines: [{ item, grossMinor }], reason: 'race' }),
      )
      return done(refund._id)
    }
    case 'sendRefund':
      await submitRefund(database, stripe, asked.refund)
      return done()
    case 'sync':
      await syncOrder(payload, stripe, asked.orderId)
      return done()
    case 'complete':
      await inTurn(() =>
        transactDocuments(payload, { actor }, async (tx) => {
          await applyPayment(tx, asked.orderId, paid(asked))
          if (asked.fails) throw new InjectedFailure()
        }),
      )
      return done()
    case 'seal':
      await transact(database, { actor }, async (tx) => {
        await sealInvoices(tx, 20)
        if (asked.fails) throw new InjectedFailure()
      })
      return done()
  }
}

class InjectedFailure extends Error {}

/** So many completions are under way in this process at a time, however many are asked for: MongoDB ends longer ones. */
const mostCompletions = 50
let completing = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (completing >= mostCompletions) await new Promise<void>((resolve) => waiting.push(resolve))
  completing++
  try {
    return await work()
  } finally {
    completing--
    waiting.shift()?.()
  }
}

/** What the provider would say of a payment that went through. */
const paid = ({ orderId, totalMinor }: { orderId: string; totalMinor: number }): PaymentTruth => ({
  session: `cs_${orderId}`,
  intent: `pi_${orderId}`,
  state: 'paid',
  amountMinor: totalMinor,
  currency: 'usd',
  attempts: [
    {
      charge: `ch_${orderId}`,
      status: 'succeeded',
      amountMinor: totalMinor,
      currency: 'usd',
      brand: 'visa',
      last4: '4242',
      fingerprint: null,
      declineCode: null,
      declineReason: null,
      fee: { balanceTransaction: `txn_${orderId}`, feeMinor: 172 },
      createdAt: new Date(),
    },
  ],
  refunds: [],
})

const settled = (asked: OrderAct): Promise<OrderAnswer> =>
  perform(asked).catch((error: unknown) => ({ code: codeOf(error), got: null }))

const codeOf = (error: unknown): string => {
  if (error instanceof InjectedFailure) return 'injected'
  return error instanceof CodedError ? error.code : String(error)
}

process.on('message', (acts: OrderAct[]) => {
  void Promise.all(acts.map(settled)).then((answers) => process.send?.(answers))
})
process.send?.('ready')
