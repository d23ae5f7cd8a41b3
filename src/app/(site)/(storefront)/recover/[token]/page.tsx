import type { Metadata } from 'next'
import { Alert } from '@/app/_components/Alert'
import { Button, LinkButton } from '@/app/_components/Button'
import { EmptyState } from '@/app/_components/EmptyState'
import { ErrorView } from '@/app/_components/ErrorView'
import { Money } from '@/app/_components/Money'
import { server } from '@/app/_server'
import { currentPerson } from '@/app/_session'
import { viewCart } from '@/domain/orders/cart'
import { orderToken } from '@/domain/orders/orderLink'
import { isFulfilled } from '@/domain/orders/orderState'
import type { Cart } from '@/domain/orders/records'
import { type Recovery, viewRecovery } from '@/domain/orders/recoverCart'
import { readRecoverToken } from '@/domain/orders/recoverLink'
import { CodedError } from '@/platform/errors'
import { hasText, t } from '@/platform/words'
import { EnterInPlace } from '../../../(account)/_forms/EnterInPlace'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = {
  title: t('checkout.recover.title'),
  robots: { index: false },
  // The address of this page opens a cart. Not `no-referrer`: forms would then be sent without their origin.
  referrer: 'same-origin',
}

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ problem?: string }> }

/** Where the mail about an unpaid order leads. Opening it changes nothing, because programs open links too: the button does. */
export default async function RecoverPage({ params, searchParams }: Props) {
  const [{ token }, { problem }] = await Promise.all([params, searchParams])
  const orderId = orderOf(token)
  if (orderId instanceof CodedError)
    return <ErrorView title={linkProblem(orderId)} text={t('checkout.recover.linkHint')} />
  const { database } = await server()
  const recovery = await viewRecovery(database, orderId)
  return (
    <div className="page py-10 lg:py-14">
      <h1 className="text-title">{t('checkout.recover.title')}</h1>
      {problem && (
        <Alert id="problem" tone="danger" live="alert" focus className="mt-6">
          {t('checkout.problem.other')}
        </Alert>
      )}
      <div className="mt-8">
        {recovery?.cart ? (
          <Found token={token} recovery={recovery} cart={recovery.cart} />
        ) : (
          <Nothing recovery={recovery} />
        )}
      </div>
    </div>
  )
}

async function Found({ token, recovery, cart }: { token: string; recovery: Recovery; cart: Cart }) {
  const person = await currentPerson()
  const isForSomebodyElse = cart.user !== null && cart.user !== person?.id
  const { declineReason } = recovery.order
  return (
    <>
      {declineReason && (
        <Alert tone="warning" className="mb-6" title={t('checkout.declined')}>
          {t('checkout.declinedHint', { reason: declineReason })}
        </Alert>
      )}
      {isForSomebodyElse ? (
        <div className="max-w-xl">
          <p className="mb-4">{t('checkout.recover.signIn')}</p>
          <EnterInPlace next="/checkout" email={recovery.email} />
        </div>
      ) : (
        <>
          <p className="text-ink-2">{t('checkout.recover.hint')}</p>
          <Lines cart={cart} />
          <form method="post" action={`/recover/${token}/go`} className="mt-6">
            <Button look="mint">{t('checkout.recover.go')}</Button>
          </form>
        </>
      )}
    </>
  )
}

async function Lines({ cart }: { cart: Cart }) {
  const { database } = await server()
  const view = await viewCart(database, { cartId: cart._id, userId: cart.user })
  if (!view) return null
  return (
    <ul className="mt-4 max-w-xl border-b border-line">
      {view.priced.lines.map((line) => (
        <li
          key={`${line.package._id} ${line.renews?.license._id}`}
          className="flex justify-between gap-4 border-t border-line py-3"
        >
          <span>
            {line.product.name.en}, {line.package.name.en}
            {line.quantity > 1 && ` × ${line.quantity}`}
          </span>
          <Money amountMinor={line.subtotalMinor} currency={view.priced.currency} />
        </li>
      ))}
      {view.priced.unavailable.map((line) => (
        <li key={`${line.packageId} ${line.renews}`} className="border-t border-line py-3 text-ink-2">
          <s>{line.name ?? t('checkout.cart.unknown')}</s>
        </li>
      ))}
    </ul>
  )
}

function Nothing({ recovery }: { recovery: Recovery | null }) {
  if (!recovery?.isBought)
    return (
      <EmptyState
        title={t('checkout.recover.gone')}
        action={<LinkButton href="/browse">{t('checkout.cart.browse')}</LinkButton>}
      >
        {t('checkout.recover.goneHint')}
      </EmptyState>
    )
  const { order } = recovery
  return (
    <EmptyState
      title={t('checkout.recover.bought')}
      action={
        isFulfilled(order.status) ? (
          <LinkButton href={`/order/${orderToken(order._id)}`}>{t('checkout.cart.openOrder')}</LinkButton>
        ) : undefined
      }
    >
      {t('checkout.recover.boughtHint')}
    </EmptyState>
  )
}

function orderOf(token: string): string | CodedError {
  try {
    return readRecoverToken(token)
  } catch (error) {
    if (error instanceof CodedError) return error
    throw error
  }
}

function linkProblem({ code, message }: CodedError): string {
  const key = `checkout.recover.${code}`
  return hasText(key) ? t(key) : message
}
