import { StateBadge } from '@/app/_components/Badge'
import { DateTime } from '@/app/_components/DateTime'
import { Money } from '@/app/_components/Money'
import { Table } from '@/app/_components/Table'
import type { PurchaseRow } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'

/** Orders as rows: what, when, how much, how it stands. */
export function PurchaseTable({ rows }: { rows: readonly PurchaseRow[] }) {
  return (
    <Table
      caption={t('account.orders.caption')}
      hideCaption
      columns={[
        { key: 'what', label: t('account.orders.what') },
        { key: 'date', label: t('account.orders.date') },
        { key: 'state', label: t('account.orders.state') },
        { key: 'total', label: t('account.orders.total'), align: 'end' },
      ]}
      rows={rows.map(({ order, products }) => ({
        key: order._id,
        cells: {
          what: (
            <a className="link inline-block min-w-36" href={`/account/orders/${order._id}`}>
              {products.join(', ') || t('account.orders.number', { id: order._id })}
            </a>
          ),
          date: <DateTime at={order.createdAt} />,
          state: (
            <span className="flex flex-wrap gap-1">
              <StateBadge of="order" state={order.status} />
              {order.disputed && <StateBadge of="order" state="disputed" />}
            </span>
          ),
          total: <Money amountMinor={order.totals.totalMinor} currency={order.currency} />,
        },
      }))}
    />
  )
}
