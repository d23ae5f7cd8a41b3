import type { Metadata } from 'next'
import { cartHolder } from '@/app/_cart'
import { Alert } from '@/app/_components/Alert'
import { Button, LinkButton } from '@/app/_components/Button'
import { Card } from '@/app/_components/Card'
import { EmptyState } from '@/app/_components/EmptyState'
import { Money } from '@/app/_components/Money'
import { server } from '@/app/_server'
import { viewCart } from '@/domain/orders/cart'
import type { PricedCart, UnavailableLine } from '@/domain/orders/priceCart'
import { hasText, t } from '@/platform/words'
import { CartLine } from './CartLine'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: t('checkout.cart.title'), robots: { index: false } }

type Props = { searchParams: Promise<{ problem?: string }> }

/** What the buyer is about to pay for, by seller, at today's prices. */
export default async function CartPage({ searchParams }: Props) {
  const { problem } = await searchParams
  const { database } = await server()
  const view = await viewCart(database, await cartHolder())
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
          <EmptyState
            title={t('checkout.cart.empty')}
            action={<LinkButton href="/browse">{t('checkout.cart.browse')}</LinkButton>}
          >
            {t('checkout.cart.emptyHint')}
          </EmptyState>
        </div>
      ) : (
        <Filled priced={view.priced} />
      )}
    </div>
  )
}

function Filled({ priced }: { priced: PricedCart }) {
  const changed = priced.lines.some((line) => line.formerPriceMinor !== null)
  const ready = priced.lines.length > 0 && priced.unavailable.length === 0 && !changed
  return (
    <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
      <div className="grid gap-6">
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
          <Gone key={`${line.packageId} ${line.renews}`} line={line} />
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
        {priced.currencies.length > 1 && <Currency priced={priced} />}
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

function Gone({ line }: { line: UnavailableLine }) {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3">
      <p>
        <s>{line.name ?? t('checkout.cart.unknown')}</s>
        <span className="block text-small text-ink-2">{t(`checkout.cart.unavailable.${line.reason}`)}</span>
      </p>
      <form method="post" action="/cart/change">
        <input type="hidden" name="act" value="remove" />
        <input type="hidden" name="package" value={line.packageId} />
        {line.renews && <input type="hidden" name="renews" value={line.renews} />}
        <Button look="outline" size="small">
          {t('checkout.cart.remove')}
        </Button>
      </form>
    </Card>
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
