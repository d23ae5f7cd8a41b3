import { Alert } from '@/app/_components/Alert'
import { Badge } from '@/app/_components/Badge'
import { Button } from '@/app/_components/Button'
import { PriceTag } from '@/app/_components/Money'
import { QuantityInput } from '@/app/_components/QuantityInput'
import { type RadioCard, RadioCards } from '@/app/_components/RadioCards'
import type { PublishedProduct } from '@/domain/catalog/findProductPage'
import { textIn } from '@/domain/catalog/localized'
import { currenciesOf, isSoldByCart, packagePrice } from '@/domain/catalog/price'
import type { Package } from '@/domain/catalog/records'
import { t } from '@/platform/words'
import { licenseLine } from './licenseWords'

type Props = { page: PublishedProduct; currency: string; currencies: readonly string[]; refundDays: number }

const mostAtOnce = 50

/** The packages as one choice, and the button that puts it in the cart: a plain form. */
export function BuyBox({ page, currency, currencies, refundDays }: Props) {
  const { packages, name, product } = page
  const buyable = packages.filter((pkg) => isSoldByCart(pkg) && packagePrice(pkg, currency) !== null)
  const chosen = buyable.find(({ mostPopular }) => mostPopular) ?? buyable[0]
  return (
    <aside
      aria-label={t('storefront.buy.label')}
      className="rounded-card border border-line bg-card p-4 sm:p-5"
    >
      <form action="/cart/add" method="post" className="grid gap-4">
        <input type="hidden" name="currency" value={currency} />
        {packages.length > 0 && (
          <RadioCards
            name="package"
            legend={t('storefront.buy.choose')}
            options={packages.map((pkg) => optionOf(pkg, currency))}
            value={chosen?._id}
          />
        )}
        {chosen ? (
          <Act about={name} chosen={chosen} buyable={buyable} currency={currency} />
        ) : (
          <NotSold packages={packages} currency={currency} />
        )}
      </form>
      <CurrencyChoice
        handle={product.handle}
        sold={currenciesOf(packages, currencies)}
        currency={currency}
        home={currencies[0]}
      />
      {chosen && (
        <ul className="mt-4 grid gap-1.5 border-t border-line pt-4 text-small text-ink-2">
          <li>{t('storefront.buy.refund', { days: refundDays })}</li>
          <li>{t('storefront.buy.delivery')}</li>
          <li>{t('storefront.buy.payment')}</li>
        </ul>
      )}
    </aside>
  )
}

function Act({
  about,
  chosen,
  buyable,
  currency,
}: {
  about: string
  chosen: Package
  buyable: readonly Package[]
  currency: string
}) {
  const isCountable = buyable.some(({ quantityMode }) => quantityMode !== 'single')
  const isFree = packagePrice(chosen, currency)?.kind === 'free' && buyable.length === 1
  return (
    <div className="flex items-end gap-3">
      {isCountable ? (
        <div>
          <label htmlFor="quantity" className="mb-1 block text-small font-semibold">
            {t('common.quantity')}
          </label>
          <QuantityInput id="quantity" value={1} max={mostAtOnce} about={about} />
        </div>
      ) : (
        <input type="hidden" name="quantity" value="1" />
      )}
      <Button look="mint" className="flex-1">
        {isFree ? t('storefront.buy.get') : t('storefront.buy.add')}
      </Button>
    </div>
  )
}

function NotSold({ packages, currency }: { packages: readonly Package[]; currency: string }) {
  const isOnlyCurrency = packages.some(isSoldByCart)
  return (
    <Alert tone="info">
      {isOnlyCurrency
        ? t('storefront.buy.notInCurrency', { code: currency.toUpperCase() })
        : packages.length === 0
          ? t('storefront.buy.nothing')
          : t('storefront.buy.noCart')}
    </Alert>
  )
}

function optionOf(pkg: Package, currency: string): RadioCard {
  const price = packagePrice(pkg, currency)
  const description = textIn(pkg.description, 'en')
  return {
    value: pkg._id,
    title: textIn(pkg.name, 'en'),
    badge: pkg.mostPopular ? <Badge tone="good">{t('storefront.buy.mostPopular')}</Badge> : undefined,
    price: price ? <PriceTag price={price} /> : t('storefront.buy.otherCurrency'),
    note: (
      <>
        {description && <span className="block">{description}</span>}
        <span className="block">{licenseLine(pkg)}</span>
        {!isSoldByCart(pkg) && <span className="block">{t('storefront.buy.notByCart')}</span>}
      </>
    ),
    features: (pkg.features ?? []).map(({ text }) => textIn(text, 'en')),
    disabled: !isSoldByCart(pkg) || price === null,
  }
}

/** The other currencies that it is sold in, as links: the page is the same for everybody and cached by address. */
function CurrencyChoice({
  handle,
  sold,
  currency,
  home,
}: {
  handle: string
  sold: readonly string[]
  currency: string
  home: string | undefined
}) {
  if (sold.length < 2 && sold[0] === currency) return null
  if (sold.length === 0) return null
  return (
    <nav
      aria-label={t('storefront.buy.currency')}
      className="mt-4 flex flex-wrap items-center gap-1 text-small"
    >
      <span className="me-1 text-ink-2">{t('storefront.buy.currency')}</span>
      {sold.map((code) => (
        <a
          key={code}
          href={code === home ? `/p/${handle}` : `/p/${handle}?currency=${code}`}
          aria-current={code === currency ? 'true' : undefined}
          rel="nofollow"
          className="rounded-control border border-transparent px-2 py-1 font-mono uppercase hover:border-edge aria-[current]:border-ink aria-[current]:font-semibold"
        >
          {code}
        </a>
      ))}
    </nav>
  )
}
