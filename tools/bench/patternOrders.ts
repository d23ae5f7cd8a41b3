import type { Payload } from 'payload'
import { applyPayment } from '@/domain/orders/applyPayment'
import type { PaymentTruth } from '@/domain/orders/readPayment'
import { sealBooks } from '@/jobs/ledger/sealBooks'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { outboxRow } from '@/platform/outbox'
import { placeTestOrder } from '../../tests/setup/shop'

const feeMinor = 172

/** One completed order of each package, by the product's own operations, numbered and sealed, its mails as if sent. @returns their ids. */
export async function completePatterns(
  context: { database: Database; payload: Payload },
  packages: readonly string[],
): Promise<string[]> {
  const ids: string[] = []
  for (const id of packages) {
    const { orderId, totalMinor, currency } = await placeTestOrder(context, [{ package: id }])
    await transactDocuments(context.payload, { actor: systemActor('bench') }, (tx) =>
      applyPayment(tx, orderId, paid(orderId, totalMinor, currency)),
    )
    ids.push(orderId)
  }
  while ((await sealBooks(context.database)) > 0);
  await collectionOf(context.database, outboxRow).updateMany(
    { state: 'due' },
    { $set: { state: 'done', attempts: 1, doneAt: new Date() } },
  )
  return ids
}

/** What the provider would say of a payment by card that went through. */
export function paid(orderId: string, amountMinor: number, currency: string): PaymentTruth {
  const name = orderId.slice(4)
  return {
    session: `cs_${name}`,
    intent: `pi_${name}`,
    state: 'paid',
    amountMinor,
    currency,
    refunds: [],
    attempts: [
      {
        charge: `ch_${name}`,
        status: 'succeeded',
        amountMinor,
        currency,
        brand: 'visa',
        last4: '4242',
        fingerprint: null,
        declineCode: null,
        declineReason: null,
        fee: { balanceTransaction: `txn_${name}`, feeMinor },
        createdAt: new Date(),
      },
    ],
  }
}
