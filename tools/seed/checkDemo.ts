import { ledgerAccounts } from '@/domain/ledger/accounts'
import { balancesOf } from '@/domain/ledger/balances'
import { checkBooks } from '@/domain/orders/checkBooks'
import type { Database } from '@/platform/database'
import type { SimulatorControl } from './orders/simulator'

/**
 * The books hold every invariant, and say that the provider has what the provider says it has.
 * @param baseline the provider's balance before the first demo order.
 * @throws Error with every difference.
 */
export async function checkDemo(
  database: Database,
  simulator: SimulatorControl,
  baseline: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const faults = (await checkBooks(database)).map(
    ({ invariant, row, detail }) => `${invariant}: ${row} ${detail}`,
  )
  const booked = Object.fromEntries(
    (await balancesOf(database, [ledgerAccounts.stripe])).map(({ currency, amountMinor }) => [
      currency,
      amountMinor,
    ]),
  )
  const held = await simulator.balance()
  for (const currency of new Set([...Object.keys(booked), ...Object.keys(held)])) {
    const atProvider = (held[currency] ?? 0) - (baseline[currency] ?? 0)
    if ((booked[currency] ?? 0) !== atProvider)
      faults.push(
        `${ledgerAccounts.stripe}: the books say ${booked[currency] ?? 0} ${currency}, the provider ${atProvider}`,
      )
  }
  if (faults.length > 0) throw new Error(`The books of the demo are wrong:\n  ${faults.join('\n  ')}`)
  return booked
}
