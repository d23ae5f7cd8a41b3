import { Button } from '@/app/_components/Button'
import { Money } from '@/app/_components/Money'
import { QuantityInput } from '@/app/_components/QuantityInput'
import { TypeMark } from '@/app/_components/TypeMark'
import { maxQuantity } from '@/domain/orders/cartLine'
import type { PricedLine } from '@/domain/orders/priceCart'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'
import { pricedLineText, RenewsLine } from '../checkout/RenewsLine'

/** One package in the cart: what it is, how many, what it costs now and what it cost before. */
export function CartLine({ line, currency }: { line: PricedLine; currency: string }) {
  const { package: pkg, product, quantity, renews } = line
  const name = pricedLineText(line)
  return (
    <li className="grid gap-x-6 gap-y-3 border-b border-line py-4 sm:grid-cols-[1fr_auto]">
      <div>
        <TypeMark type={product.type} />
        <h3 className="mt-1">
          <a
            href={`/p/${product.handle}`}
            className="underline decoration-line underline-offset-3 hover:decoration-ink"
          >
            {product.name.en}
          </a>
        </h3>
        <p className="text-ink-2">{pkg.name.en}</p>
        {renews && <RenewsLine renews={renews} />}
        {line.formerPriceMinor !== null && (
          <p className="mt-2 border-s-3 border-amber ps-3 text-small">
            {t('checkout.cart.priceWas', {
              before: formatMoney(line.formerPriceMinor, currency),
              now: formatMoney(line.unitPriceMinor, currency),
            })}
          </p>
        )}
      </div>
      <p className="font-semibold sm:text-end">
        <Money amountMinor={line.subtotalMinor} currency={currency} />
        {quantity > 1 && (
          <span className="block text-small font-normal text-ink-2">
            {quantity} × <Money amountMinor={line.unitPriceMinor} currency={currency} />
          </span>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
        {pkg.quantityMode !== 'single' && !renews && (
          <form method="post" action="/cart/change" className="flex items-center gap-2">
            <input type="hidden" name="act" value="quantity" />
            <input type="hidden" name="package" value={pkg._id} />
            <QuantityInput id={`quantity-${pkg._id}`} value={quantity} max={maxQuantity} about={name} />
            <Button look="outline" size="small" aria-label={`${t('checkout.cart.update')}: ${name}`}>
              {t('checkout.cart.update')}
            </Button>
          </form>
        )}
        <form method="post" action="/cart/change">
          <input type="hidden" name="act" value="remove" />
          <input type="hidden" name="package" value={pkg._id} />
          {renews && <input type="hidden" name="renews" value={renews.license._id} />}
          <Button look="quiet" size="small" aria-label={`${t('checkout.cart.remove')}: ${name}`}>
            {t('checkout.cart.remove')}
          </Button>
        </form>
      </div>
    </li>
  )
}
