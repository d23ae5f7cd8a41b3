import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cartHolder } from '@/app/_cart'
import { Alert } from '@/app/_components/Alert'
import { StateBadge } from '@/app/_components/Badge'
import { DateTime } from '@/app/_components/DateTime'
import { ErrorView } from '@/app/_components/ErrorView'
import { Money } from '@/app/_components/Money'
import { server } from '@/app/_server'
import { claimOwn, currentPerson } from '@/app/_session'
import { cartDays, findCart } from '@/domain/orders/cart'
import { readOrderToken } from '@/domain/orders/orderLink'
import { isFulfilled } from '@/domain/orders/orderState'
import { isUnpaid } from '@/domain/orders/remindOfCart'
import { type OrderView, viewOrder } from '@/domain/orders/viewOrder'
import type { Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { storeEvent } from '@/platform/inbox'
import { now } from '@/platform/time'
import { hasText, t } from '@/platform/words'
import { CartDone } from './CartDone'
import { ClaimOrder } from './ClaimOrder'
import { OrderLineView } from './OrderLineView'
import { Refresh } from './Refresh'
import { Unpaid } from './Unpaid'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: t('checkout.order.title'), robots: { index: false } }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ paid?: string }> }

/** The buyer's page of an order; fills in by itself while the payment settles. Whoever holds the link sees it. */
export default async function OrderPage({ params, searchParams }: Props) {
  const { token } = await params
  const { paid } = await searchParams
  const orderId = orderOf(token)
  if (orderId instanceof CodedError)
    return <ErrorView title={linkProblem(orderId)} text={t('checkout.order.linkHint')} />
  const { database } = await server()
  const view = await viewOrder(database, orderId)
  if (!view) notFound()
  if (view.order.status === 'pending' && paid) {
    // The buyer is back before the webhook: the worker asks the provider now. Once, however often the page is loaded.
    const sessionId = view.order.checkout?.sessionId ?? ''
    await storeEvent(
      database,
      {
        _id: `stripe:return:${orderId}`,
        provider: 'stripe',
        type: 'return',
        objectId: sessionId,
        order: orderId,
        via: 'return',
      },
      now(),
    )
  }
  const person = await currentPerson()
  const { status } = view.order
  // Who has proven the address owns the order from this visit on.
  const isClaimed = view.unclaimed && person?.email === view.email && (await claimOwn(person)) > 0
  const isOwn = isClaimed || (person !== null && view.owner === person.id)
  return (
    <div className="page py-10 lg:py-14">
      <Head view={view} />
      {isUnpaid(view.order) ? (
        <Unpaid order={view.order} paid={Boolean(paid)} />
      ) : (
        <Settled view={view} token={token} inCart={await countInCart(database)} />
      )}
      {isFulfilled(status) && (view.unclaimed || isOwn) && (
        <ClaimOrder order={orderId} token={token} email={view.email} person={person} isOwn={isOwn} />
      )}
    </div>
  )
}

/** What the visitor's cart holds beside what was just paid. */
async function countInCart(database: Database): Promise<number> {
  const cart = await findCart(database, await cartHolder())
  return cart?.lines.reduce((total, line) => total + line.quantity, 0) ?? 0
}

function orderOf(token: string): string | CodedError {
  try {
    return readOrderToken(token)
  } catch (error) {
    if (error instanceof CodedError) return error
    throw error
  }
}

function linkProblem({ code, message }: CodedError): string {
  const key = `checkout.order.${code}`
  return hasText(key) ? t(key) : message
}

function Head({ view: { order } }: { view: OrderView }) {
  return (
    <header className="border-b border-ink pb-5">
      <p className="engraved text-ink-2">{order._id}</p>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-title">{t(`checkout.order.heading.${order.status}`)}</h1>
        <StateBadge of="order" state={order.status} />
      </div>
      <p className="mt-2 text-ink-2">
        <DateTime at={order.createdAt} time /> ·{' '}
        <Money amountMinor={order.totals.totalMinor} currency={order.currency} />
      </p>
    </header>
  )
}

function Settled({ view, token, inCart }: { view: OrderView; token: string; inCart: number }) {
  const { order, lines, invoices, refunds, email } = view
  const numbered = invoices.filter((invoice) => invoice.number !== null)
  const settling = isFulfilled(order.status) && order.totals.totalMinor > 0 && numbered.length === 0
  return (
    <>
      {isFulfilled(order.status) && (
        <Alert tone="success" live="status" className="mt-6">
          {t('checkout.order.mailed', { email })}
        </Alert>
      )}
      {order.status === 'paid' && (
        <Alert tone="info" live="status" className="mt-6">
          {t('checkout.order.review')}
        </Alert>
      )}
      <div className="mt-8 grid gap-8">
        {lines.map((line) => (
          <OrderLineView
            key={line.item._id}
            line={line}
            token={token}
            fulfilled={isFulfilled(order.status)}
          />
        ))}
      </div>
      <section className="mt-10" aria-label={t('checkout.order.documents')}>
        <h2 className="border-t border-ink pt-4">{t('checkout.order.documents')}</h2>
        <ul className="mt-3 grid gap-2">
          {numbered.map((invoice) => (
            <li key={invoice._id}>
              <a className="link" href={`/order/${token}/invoice/${invoice._id}`}>
                {t(invoice.kind === 'invoice' ? 'checkout.order.invoice' : 'checkout.order.creditNote', {
                  number: invoice.number ?? '',
                })}
              </a>
            </li>
          ))}
          {settling && <li className="text-ink-2">{t('checkout.order.invoiceSoon')}</li>}
          {refunds.map((refund) => (
            <li key={refund._id} className="flex flex-wrap items-center gap-3">
              {t('checkout.order.refund')}{' '}
              <Money amountMinor={refund.amountMinor} currency={refund.currency} />
              <StateBadge of="refund" state={refund.status} />
            </li>
          ))}
        </ul>
      </section>
      {settling && <Refresh />}
      {isFulfilled(order.status) && <CartDone count={inCart} days={cartDays} />}
    </>
  )
}
