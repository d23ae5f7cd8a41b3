import type { Metadata } from 'next'
import { cartHolder } from '@/app/_cart'
import { Alert } from '@/app/_components/Alert'
import { Button, LinkButton } from '@/app/_components/Button'
import { Card } from '@/app/_components/Card'
import { Money } from '@/app/_components/Money'
import { server } from '@/app/_server'
import { type CartHolder, isKeptForPerson, viewCart } from '@/domain/orders/cart'
import { lastBought } from '@/domain/orders/lastBought'
import { orderToken } from '@/domain/orders/orderLink'
import { isReady, type PricedCart } from '@/domain/orders/priceCart'
import type { Database } from '@/platform/database'
import { hasText, t } from '@/platform/words'
import { CartLine } from './CartLine'
import { EmptyCart } from './EmptyCart'
import { UnavailableCartLine } from './UnavailableCartLine'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: t('checkout.cart.title'), robots: { index: false } }

type Props = { searchParams: Promise<{ problem?: string }> }

/** What the buyer is about to pay for, by seller, at today's prices. */
export default async function CartPage({ searchParams }: Props) {
  const { problem } = await searchParams
  const { database } = await server()
  const holder = await cartHolder()
  const view = await viewCart(database, holder)
  const empty = !view || (view.priced.lines.length === 0 && view.priced.unavailable.length === 0)
  return (
    <div className="page py-10 lg:py-14">
      <h1 className="text-title">{t('checkout.cart.title')}</h1>
      {problem && (
        <Alert id="problem" tone="danger" live="alert" focus className="mt-6">
          {problemText(problem)}
        </Alert>
      )}
      {empty ? (
        <div className="mt-8">
          <EmptyCart {...(await whyEmpty(database, holder))} />
        </div>
      ) : (
        <Filled priced={view.priced} />
      )}
    </div>
  )
}

async function whyEmpty(database: Database, holder: CartHolder) {
  const [order, isKept] = await Promise.all([lastBought(database, holder), isKeptForPerson(database, holder)])
  return { boughtAs: order && orderToken(order), isKept }
}

function Filled({ priced }: { priced: PricedCart }) {
  const changed = priced.lines.some((line) => line.formerPriceMinor !== null)
  const ready = priced.lines.length > 0 && isReady(priced)
  return (
    <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
      <div className="grid gap-6">
        {!priced.currencyOffered && <OtherCurrency priced={priced} />}
        {changed && <PriceChange />}
        {bySeller(priced).map(({ seller, lines }) => (
          <section key={seller} aria-label={t('checkout.cart.soldBy', { seller })}>
            <h2 className="engraved border-t border-ink pt-3 text-ink-2">
              {t('checkout.cart.soldBy', { seller })}
            </h2>
            <ul>
              {lines.map((line) => (
                <CartLine
                  key={`${line.package._id} ${line.renews?.license._id}`}
                  line={line}
                  currency={priced.currency}
                />
              ))}
            </ul>
          </section>
        ))}
        {priced.unavailable.map((line) => (
          <UnavailableCartLine
            key={`${line.packageId} ${line.renews}`}
            line={line}
            currency={priced.currency}
          />
        ))}
      </div>
      <Card as="section" label={t('checkout.cart.summary')} className="lg:sticky lg:top-6">
        <h2>{t('checkout.cart.summary')}</h2>
        <dl className="mt-4 flex items-baseline justify-between border-t border-line pt-4">
          <dt>{t('checkout.cart.total')}</dt>
          <dd className="text-h2 font-semibold">
            <Money amountMinor={priced.subtotalMinor} currency={priced.currency} />
          </dd>
        </dl>
        <p className="mt-1 text-small text-ink-2">{t('checkout.cart.taxNote')}</p>
        {ready ? (
          <LinkButton href="/checkout" look="mint" className="mt-5 w-full">
            {t('checkout.cart.checkout')}
          </LinkButton>
        ) : (
          <p className="mt-5 text-small text-ink-2">{t('checkout.cart.notReady')}</p>
        )}
        {priced.currencies.some((currency) => currency !== priced.currency) && <Currency priced={priced} />}
      </Card>
    </div>
  )
}

function PriceChange() {
  return (
    <Alert tone="warning" title={t('checkout.cart.changed')}>
      <form method="post" action="/cart/change" className="mt-2">
        <input type="hidden" name="act" value="accept" />
        <Button look="outline" size="small">
          {t('checkout.cart.acceptPrices')}
        </Button>
      </form>
    </Alert>
  )
}

function OtherCurrency({ priced: { currency, currencies } }: { priced: PricedCart }) {
  return (
    <Alert tone="warning" title={t('checkout.cart.soldElsewhere', { currency: currency.toUpperCase() })}>
      {t(currencies.length > 0 ? 'checkout.cart.chooseCurrency' : 'checkout.cart.noCurrency')}
    </Alert>
  )
}

function Currency({ priced }: { priced: PricedCart }) {
  return (
    <form method="post" action="/cart/change" className="mt-6 border-t border-line pt-4">
      <input type="hidden" name="act" value="currency" />
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-2 text-small text-ink-2">{t('checkout.cart.currency')}</legend>
        {priced.currencies.map((currency) => (
          <Button
            key={currency}
            look={currency === priced.currency ? 'ink' : 'outline'}
            size="small"
            name="currency"
            value={currency}
            aria-pressed={currency === priced.currency}
          >
            {currency.toUpperCase()}
          </Button>
        ))}
      </fieldset>
    </form>
  )
}

function bySeller(priced: PricedCart): { seller: string; lines: PricedCart['lines'] }[] {
  const groups = new Map<string, PricedCart['lines']>()
  for (const line of priced.lines)
    groups.set(line.seller.name, [...(groups.get(line.seller.name) ?? []), line])
  return [...groups].map(([seller, lines]) => ({ seller, lines }))
}

/** The sentence of a refused act; an unknown code still says that nothing was lost. */
function problemText(code: string): string {
  const key = `checkout.problem.${code}`
  return hasText(key) ? t(key) : t('checkout.problem.other')
}
