import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { cartHolder } from '@/app/_cart'
import { Alert } from '@/app/_components/Alert'
import { Card } from '@/app/_components/Card'
import { Money } from '@/app/_components/Money'
import { server } from '@/app/_server'
import { currentPerson } from '@/app/_session'
import { viewCart } from '@/domain/orders/cart'
import { countries } from '@/domain/orders/countries'
import { lastAttempt } from '@/domain/orders/lastAttempt'
import { isReady, type PricedCart } from '@/domain/orders/priceCart'
import { shownCart } from '@/domain/orders/shownCart'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'
import { EnterInPlace } from '../../(account)/_forms/EnterInPlace'
import { CheckoutForm } from './CheckoutForm'
import { RenewsLine } from './RenewsLine'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: t('checkout.title'), robots: { index: false } }

/**
 * Who buys: address, name, country; the card is the provider's page. After a decline everything is still here, with the
 * bank's reason on top.
 */
export default async function CheckoutPage() {
  const { database } = await server()
  const holder = await cartHolder()
  const view = await viewCart(database, holder)
  if (!view || view.priced.lines.length === 0) redirect('/cart')
  if (!isReady(view.priced)) redirect('/cart?problem=cart_changed')
  const person = await currentPerson()
  const before = await lastAttempt(database, view.cart)
  const free = view.priced.subtotalMinor === 0
  return (
    <div className="page py-10 lg:py-14">
      <h1 className="text-title">{t('checkout.title')}</h1>
      {before?.declineReason && (
        <Alert id="declined" tone="danger" live="alert" focus title={t('checkout.declined')} className="mt-6">
          {t('checkout.declinedHint', { reason: before.declineReason })}
        </Alert>
      )}
      <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div>
          {!person && (
            <section aria-label={t('checkout.account')} className="mb-8 max-w-xl">
              <p className="mb-3 text-ink-2">{t('checkout.guestHint')}</p>
              <EnterInPlace next="/checkout" />
            </section>
          )}
          <CheckoutForm
            values={{
              email: before?.email ?? person?.email ?? '',
              name: before?.name ?? person?.name ?? '',
              country: before?.country ?? '',
              company: before?.company ?? '',
              taxId: before?.taxId ?? '',
            }}
            shown={shownCart(view.priced)}
            countries={countries()}
            words={words(free, view.priced)}
          />
          <p className="mt-4 max-w-[60ch] text-small text-ink-2">{t('checkout.trust')}</p>
        </div>
        <Summary priced={view.priced} />
      </div>
    </div>
  )
}

function Summary({ priced }: { priced: PricedCart }) {
  return (
    <Card
      as="section"
      label={t('checkout.cart.summary')}
      className="order-first lg:order-none lg:sticky lg:top-6"
    >
      <h2>{t('checkout.cart.summary')}</h2>
      <ul className="mt-3">
        {priced.lines.map((line) => (
          <li
            key={`${line.package._id} ${line.renews?.license._id}`}
            className="flex justify-between gap-4 border-t border-line py-3"
          >
            <span>
              {line.product.name.en}, {line.package.name.en}
              {line.quantity > 1 && ` × ${line.quantity}`}
              {line.renews && <RenewsLine renews={line.renews} />}
              <span className="block text-small text-ink-2">
                {t('checkout.cart.soldBy', { seller: line.seller.name })}
              </span>
            </span>
            <Money amountMinor={line.subtotalMinor} currency={priced.currency} />
          </li>
        ))}
      </ul>
      <dl className="flex items-baseline justify-between border-t border-ink pt-3">
        <dt>{t('checkout.cart.total')}</dt>
        <dd className="text-h2 font-semibold">
          <Money amountMinor={priced.subtotalMinor} currency={priced.currency} />
        </dd>
      </dl>
      <p className="mt-3 text-small">
        <a className="link" href="/cart">
          {t('checkout.editCart')}
        </a>
      </p>
    </Card>
  )
}

/** The form's words travel as props: neither the messages nor the formatter go to the browser. */
const words = (free: boolean, priced: PricedCart) => ({
  contact: t('checkout.contact'),
  email: t('checkout.email'),
  emailHint: t('checkout.emailHint'),
  name: t('checkout.name'),
  country: t('checkout.country'),
  choose: t('checkout.choose'),
  company: t('checkout.company'),
  taxId: t('checkout.taxId'),
  asCompany: t('checkout.asCompany'),
  optional: t('common.field.optional'),
  next: free
    ? t('checkout.getFree')
    : t('checkout.pay', { total: formatMoney(priced.subtotalMinor, priced.currency) }),
  busy: t('checkout.busy'),
})
