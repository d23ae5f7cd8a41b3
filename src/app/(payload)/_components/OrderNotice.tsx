import type { UIFieldServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { orderDocument, paymentRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'

/** Above an order whose money lies with us: how much, why, and what staff are to do. */
export async function OrderNotice({ id, payload, user }: UIFieldServerProps) {
  if (!id || !hasStaffRole(user, 'support', 'finance')) return null
  const database = databaseOf(payload)
  const order = await collectionOf(database, orderDocument).findOne({ _id: String(id) })
  if (!order?.owedMinor) return null
  const payment = await collectionOf(database, paymentRecord).findOne({
    order: order._id,
    status: 'succeeded',
  })
  const amount = formatMoney(order.owedMinor, payment?.currency ?? order.currency)
  return (
    <p role="alert" className="panel-notice">
      {t(order.status === 'paid' ? 'panel.acts.heldNotice' : 'panel.acts.owedNotice', { amount })}
    </p>
  )
}
