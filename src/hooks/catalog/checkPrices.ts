import type { PayloadRequest } from 'payload'
import { readSettings } from '@/domain/accounts/settings'
import { databaseOf } from '@/platform/documentTransaction'

/** Card networks cost more than less than this brings; the provider refuses smaller charges. Free has a model of its own. */
export const lowestPriceMinor = 50

/** One price per currency, two would leave open which one is meant; and none that nobody could pay. */
export async function checkPrices(
  rows: unknown,
  { req }: { req: Pick<PayloadRequest, 'payload'> },
): Promise<true | string> {
  if (!Array.isArray(rows)) return true
  const currencies = rows.map((row: { currency?: unknown }) => row?.currency)
  if (new Set(currencies).size !== currencies.length) return 'Each currency has one price.'
  return checkCurrencies(currencies, req)
}

/** The currency of a usage price, by the same rule; what is no currency at all included. */
export const checkUsageCurrency = async (
  value: unknown,
  { req }: { req: Pick<PayloadRequest, 'payload'> },
): Promise<true | string> => (value ? checkCurrencies([value], req) : true)

/** Only what the payment account settles in (OPS-4): a package priced in anything else is shown and never sold. */
async function checkCurrencies(
  wanted: readonly unknown[],
  req: Pick<PayloadRequest, 'payload'>,
): Promise<true | string> {
  const { currencies } = await readSettings(databaseOf(req.payload))
  const sold = (currency: unknown) => currencies.some((candidate) => candidate === currency)
  const other = wanted.find((currency) => !sold(currency))
  if (other === undefined) return true
  const list = new Intl.ListFormat('en').format(currencies.map((currency) => currency.toUpperCase()))
  return `A price in ${String(other).toUpperCase()} cannot be paid here: this marketplace sells in ${list}.`
}
