import { Alert } from '@/app/_components/Alert'
import { LinkButton } from '@/app/_components/Button'
import type { Order } from '@/domain/orders/records'
import { recoverToken } from '@/domain/orders/recoverLink'
import { t } from '@/platform/words'
import { Refresh } from './Refresh'

/** An order without a payment: being confirmed, declined with the bank's reason, or over; and the way on from there. */
export function Unpaid({ order, paid }: { order: Order; paid: boolean }) {
  const { status, declineReason, paidAt } = order
  // It is, and waits: nothing is issued while the books are frozen.
  if (paidAt)
    return (
      <Alert tone="info" live="status" className="mt-8" title={t('checkout.order.frozen')}>
        {t('checkout.order.frozenHint')}
      </Alert>
    )
  // Back from the provider's page, which sends nobody here who did not pay; or paid, and waiting while the books are frozen.
  if (status === 'pending' && (paid || paidAt))
    return (
      <div className="mt-8">
        <Alert tone="info" live="status" title={t('checkout.order.settling')}>
          {t('checkout.order.settlingHint')}
        </Alert>
        <Refresh />
      </div>
    )
  return (
    <div className="mt-8">
      <Alert
        tone={declineReason ? 'danger' : 'info'}
        live="status"
        title={t(declineReason ? 'checkout.declined' : 'checkout.order.unpaid')}
      >
        {declineReason
          ? t('checkout.order.declined', { reason: declineReason })
          : t(status === 'pending' ? 'checkout.order.unpaidHint' : 'checkout.order.unpaidEnded')}
      </Alert>
      <LinkButton href={`/recover/${recoverToken(order._id)}`} className="mt-5">
        {t(declineReason ? 'checkout.order.tryAgain' : 'checkout.order.backToCart')}
      </LinkButton>
    </div>
  )
}
