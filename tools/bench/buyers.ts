import type { ChangeStream } from 'mongodb'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { openCheckout } from '@/domain/orders/openCheckout'
import { invoiceRecord, orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { guest, placeTestOrder } from '../../tests/setup/shop'
import type { Marketplace } from './marketplace'

/** Milliseconds from the press of the pay button, smallest first. */
export interface OrderTimes {
  license: number[]
  invoice: number[]
  /** Until the mail server has taken the buyer's letter. */
  mail: number[]
}

/** Guests who buy one package each, by the operations of web's checkout, and pay. */
export class Buyers {
  private readonly paidAt = new Map<string, number>()
  /** By MongoDB's own time of the transaction, so that a slow bench tells no slow license. */
  private readonly licensedAt = new Map<string, number>()
  private readonly stream: ChangeStream<License>

  constructor(private readonly market: Marketplace) {
    this.stream = collectionOf(market.database, licenseRecord).watch([
      { $match: { operationType: 'insert' } },
      { $project: { operationType: 1, wallTime: 1, 'fullDocument.order': 1 } },
    ])
    this.stream.on('change', (change) => {
      if (change.operationType === 'insert' && change.wallTime)
        this.licensedAt.set(change.fullDocument.order ?? '', change.wallTime.getTime())
    })
  }

  /** Places the n-th order and opens its payment page. @returns the page's session. */
  async place(n: number): Promise<{ orderId: string; sessionId: string }> {
    const { database, payload, stripe, packages } = this.market
    const lines = [{ package: packages[n % packages.length] ?? '' }]
    const buyer = { ...guest, email: `buyer-${n}@example.com` }
    const { orderId } = await placeTestOrder({ database, payload }, lines, buyer)
    await openCheckout({
      ...{ payload, stripe, orderId },
      successUrl: 'http://localhost:3000/order/x?paid=1',
      cancelUrl: 'http://localhost:3000/checkout',
    })
    const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
    return { orderId, sessionId: order?.checkout?.sessionId ?? '' }
  }

  async pay({ orderId, sessionId }: { orderId: string; sessionId: string }): Promise<void> {
    this.paidAt.set(orderId, Date.now())
    await this.market.control('POST', `/checkout/${sessionId}/pay`, { card: '4242424242424242' })
  }

  /** Once all is done. */
  async times(): Promise<OrderTimes> {
    const { database } = this.market
    const orders = [...this.paidAt.keys()]
    const invoices = await collectionOf(database, invoiceRecord)
      .find({ order: { $in: orders } })
      .toArray()
    const mails = await collectionOf(database, outboxRow)
      .find({ _id: { $in: orders.map((order) => `mail:order-completed:${order}`) }, state: 'done' })
      .toArray()
    await this.stream.close()
    return {
      license: this.since([...this.licensedAt]),
      invoice: this.since(invoices.map(({ order, numberedAt }) => [order, numberedAt?.getTime()])),
      mail: this.since(mails.map(({ refs, doneAt }) => [refs.order ?? '', doneAt?.getTime()])),
    }
  }

  /** Seconds from the first payment to the last license. */
  spanSeconds(): number {
    return (Math.max(...this.licensedAt.values()) - Math.min(...this.paidAt.values())) / 1_000
  }

  private since(reached: readonly (readonly [order: string, at: number | undefined])[]): number[] {
    return reached
      .flatMap(([order, at]) => {
        const paidAt = this.paidAt.get(order)
        return paidAt === undefined || at === undefined ? [] : [at - paidAt]
      })
      .sort((a, b) => a - b)
  }
}
