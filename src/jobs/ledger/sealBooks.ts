import { sealEntries } from '@/domain/ledger/sealEntries'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { transact } from '@/platform/transaction'

/**
 * Numbers what was issued and chains what was booked since the last time; a transaction each, so that two workers at once
 * only make one of them try again.
 * @returns how many were sealed.
 */
export async function sealBooks(database: Database): Promise<number> {
  const context = { actor: systemActor('seal books') }
  const invoices = await transact(database, context, (tx) => sealInvoices(tx))
  const entries = await transact(database, context, (tx) => sealEntries(tx))
  return invoices + entries
}
