import { Button } from '@/app/_components/Button'
import { Card } from '@/app/_components/Card'
import type { UnavailableLine } from '@/domain/orders/priceCart'
import { t } from '@/platform/words'

/** A line that keeps the cart from being paid: why, and what to do about it. */
export function UnavailableCartLine({ line, currency }: { line: UnavailableLine; currency: string }) {
  const name = line.name ?? t('checkout.cart.unknown')
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <p>
          <s>{name}</s>
        </p>
        <p className="max-w-[60ch] text-small text-ink-2">
          {t(`checkout.cart.unavailable.${line.reason}`, { currency: currency.toUpperCase() })}{' '}
          {line.handle && line.reason !== 'seller_away' && (
            <a className="link" href={`/p/${line.handle}`}>
              {t('checkout.cart.toProduct')}
            </a>
          )}
        </p>
      </div>
      <form method="post" action="/cart/change">
        <input type="hidden" name="act" value="remove" />
        <input type="hidden" name="package" value={line.packageId} />
        {line.renews && <input type="hidden" name="renews" value={line.renews} />}
        <Button look="outline" size="small" aria-label={`${t('checkout.cart.remove')}: ${name}`}>
          {t('checkout.cart.remove')}
        </Button>
      </form>
    </Card>
  )
}
