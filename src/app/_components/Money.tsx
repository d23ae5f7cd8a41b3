import { currencyExponent, formatMoney, type Minor } from '@/platform/money'
import { t } from '@/platform/words'

/**
 * An amount in full, `$49.00`: for carts, orders and invoices.
 *
 * @example <Money amountMinor={4900} currency="usd" />
 */
export function Money({ amountMinor, currency }: { amountMinor: Minor; currency: string }) {
  return <span className="whitespace-nowrap tabular-nums">{formatMoney(amountMinor, currency)}</span>
}

/** What a product or a package costs, as a shop window says it. */
export type Price =
  | { kind: 'free' }
  | { kind: 'one_time' | 'monthly' | 'annual'; amountMinor: Minor; currency: string; from?: boolean }
  /** Usage: millionths of the currency for a block of `blockSize` calls. */
  | { kind: 'usage'; blockMicros: number; blockSize: number; currency: string; from?: boolean }

/**
 * A price with its unit: `$49`, `$19 / mo`, `from $0.40 / 1k`. The short form is for the eye, the long one
 * for the ear.
 *
 * @example <PriceTag price={{ kind: 'monthly', amountMinor: 1900, currency: 'usd' }} />
 */
export function PriceTag({ price }: { price: Price }) {
  const { shown, spoken } = priceWords(price)
  if (shown === spoken) return <span className="whitespace-nowrap">{shown}</span>
  return (
    <span className="whitespace-nowrap">
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">{spoken}</span>
    </span>
  )
}

/** The two forms of a price as plain text. */
export function priceWords(price: Price): { shown: string; spoken: string } {
  if (price.kind === 'free') return { shown: t('common.price.free'), spoken: t('common.price.free') }
  const { shown, spoken } = withUnit(price)
  if (!price.from) return { shown, spoken }
  return {
    shown: t('common.price.from', { price: shown }),
    spoken: t('common.price.from', { price: spoken }),
  }
}

function withUnit(price: Exclude<Price, { kind: 'free' }>): { shown: string; spoken: string } {
  if (price.kind === 'usage') {
    const amount = shortMoney(price.blockMicros / 1_000_000, price.currency, 6)
    return {
      shown: t('common.price.perBlock', { price: amount, block: shortCount(price.blockSize) }),
      spoken: t('common.price.screenReader.perBlock', { price: amount, block: price.blockSize }),
    }
  }
  const digits = currencyExponent(price.currency)
  const amount = shortMoney(price.amountMinor / 10 ** digits, price.currency, digits)
  if (price.kind === 'one_time') return { shown: amount, spoken: amount }
  const per = price.kind === 'monthly' ? 'perMonth' : 'perYear'
  return {
    shown: t(`common.price.${per}`, { price: amount }),
    spoken: t(`common.price.screenReader.${per}`, { price: amount }),
  }
}

/** `$49` and `$49.50`, never `$49.5`; more decimals only where the amount has them. */
function shortMoney(amount: number, currency: string, maximumDigits: number): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: Number.isInteger(amount) ? 0 : Math.min(2, currencyExponent(currency) || 2),
    maximumFractionDigits: maximumDigits,
  }).format(amount)
}

const shortCount = (count: number): string =>
  new Intl.NumberFormat('en', { notation: 'compact' }).format(count).toLowerCase()
