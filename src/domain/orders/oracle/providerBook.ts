import { z } from 'zod'
import type { Stripe } from '@/platform/stripe'
import { handledEventTypes, isHandledEvent } from '../providerEvents'

/** One movement of the account at the provider. */
export interface ProviderMovement {
  id: string
  kind: 'charge' | 'refund' | 'refund_failure'
  /** The charge or the refund that it comes from. */
  source: string
  /** What the buyer paid or got back, signed; the fee is apart. */
  amountMinor: number
  feeMinor: number
  currency: string
  at: Date
  /** Our order, where the book itself names it; undefined: the book does not say, `orderOf` does. */
  order?: string | null
}

/** The payment provider's own book, read and never written. */
export interface ProviderBook {
  movements(): AsyncIterable<ProviderMovement>
  /** The order that the metadata of a charge or refund names. */
  orderOf(source: string): Promise<string | null>
  /** Ids of the events of kinds that we handle, which we have acknowledged. */
  acknowledged(): AsyncIterable<string>
}

const kinds: Readonly<Record<string, ProviderMovement['kind']>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  payment_failure_refund: 'refund_failure',
}

/**
 * The book of a Stripe account by its list API. Payouts, disputes and fees of the account itself are not of orders.
 * Written from the documentation; never run against the live provider.
 */
export function stripeBook(stripe: Stripe): ProviderBook {
  return {
    async *movements() {
      for await (const one of stripe.balanceTransactions.list({ limit: 100, expand: ['data.source'] })) {
        const kind = kinds[one.type]
        const source = one.source
        if (!kind || source === null || typeof source === 'string') continue
        yield {
          id: one.id,
          kind,
          source: source.id,
          amountMinor: one.amount,
          feeMinor: one.fee,
          currency: one.currency,
          at: new Date(one.created * 1_000),
          order: 'metadata' in source ? (source.metadata?.order ?? null) : null,
        }
      }
    },
    orderOf: (source) => orderOf(stripe, source),
    async *acknowledged() {
      const types = [...handledEventTypes]
      for await (const { id } of stripe.events.list({ limit: 100, types, delivery_success: true })) yield id
    },
  }
}

const bookSchema = z.object({
  lines: z.array(
    z.object({
      createdAt: z.string(),
      currency: z.string(),
      source: z.string(),
      transaction: z.string(),
      kind: z.string(),
      amountMinor: z.number().int(),
    }),
  ),
})
const deliveriesSchema = z.object({ deliveries: z.array(z.object({ event: z.string(), type: z.string() })) })

/** The simulator's own book of every movement, and its log of deliveries, over its control API. */
export function simulatorBook(stripe: Stripe, baseUrl: string): ProviderBook {
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(`/_sim${path}`, baseUrl), { signal: AbortSignal.timeout(60_000) })
    if (!response.ok) throw new Error(`the payment simulator answers ${response.status} to ${path}`)
    return response.json()
  }
  return {
    async *movements() {
      const { lines } = bookSchema.parse(await ask('/book'))
      const fees = new Map(
        lines.filter(({ kind }) => kind === 'fee').map((line) => [line.transaction, 0 - line.amountMinor]),
      )
      for (const line of lines) {
        const kind = kinds[line.kind]
        if (!kind) continue
        yield {
          id: line.transaction,
          kind,
          source: line.source,
          amountMinor: line.amountMinor,
          feeMinor: fees.get(line.transaction) ?? 0,
          currency: line.currency,
          at: new Date(line.createdAt),
        }
      }
    },
    orderOf: (source) => orderOf(stripe, source),
    async *acknowledged() {
      const { deliveries } = deliveriesSchema.parse(await ask('/deliveries?status=delivered'))
      for (const { event, type } of deliveries) if (isHandledEvent(type)) yield event
    },
  }
}

/** Charges carry it, refunds where they began with us; else their payment does. */
async function orderOf(stripe: Stripe, source: string): Promise<string | null> {
  const object = source.startsWith('re_')
    ? await stripe.refunds.retrieve(source)
    : await stripe.charges.retrieve(source)
  if (object.metadata?.order) return object.metadata.order
  const intent = object.payment_intent
  if (!intent) return null
  return typeof intent === 'string'
    ? ((await stripe.paymentIntents.retrieve(intent)).metadata.order ?? null)
    : (intent.metadata.order ?? null)
}

/** The book that belongs to the settings: the simulator's where its address is set, else that of the account. */
export const providerBookOf = (stripe: Stripe, simulatorUrl: string | undefined): ProviderBook =>
  simulatorUrl ? simulatorBook(stripe, simulatorUrl) : stripeBook(stripe)
