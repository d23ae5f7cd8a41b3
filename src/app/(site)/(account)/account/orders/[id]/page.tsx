import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Alert } from '@/app/_components/Alert'
import { StateBadge } from '@/app/_components/Badge'
import { Breadcrumbs } from '@/app/_components/Breadcrumbs'
import { LinkButton } from '@/app/_components/Button'
import { DateTime, dateWords } from '@/app/_components/DateTime'
import { Money } from '@/app/_components/Money'
import { SectionHead } from '@/app/_components/SectionHead'
import { Table } from '@/app/_components/Table'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { lineText } from '@/domain/orders/lineText'
import { orderToken } from '@/domain/orders/orderLink'
import { type Purchase, purchaseOf } from '@/domain/orders/readPurchase'
import { t } from '@/platform/words'
import { PageTitle } from '../../_parts/PageTitle'

export const metadata: Metadata = { title: t('account.orders.title') }

/** One purchase: lines, totals, licenses, documents, refunds. */
export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const person = await requirePerson(`/account/orders/${id}`)
  const { database } = await server()
  const purchase = await purchaseOf(database, person.id, id)
  if (!purchase) notFound()
  const { order } = purchase
  return (
    <>
      <Breadcrumbs
        items={[
          { label: t('account.orders.title'), href: '/account/orders' },
          { label: dateWords(order.createdAt) },
        ]}
      />
      <div className="mt-3">
        <PageTitle
          state={
            <span className="flex gap-1">
              <StateBadge of="order" state={order.status} />
              {order.disputed && <StateBadge of="order" state="disputed" />}
            </span>
          }
        >
          {t('account.order.title', { date: dateWords(order.createdAt) })}
        </PageTitle>
      </div>
      <p className="-mt-4 mb-6 text-small text-ink-2">
        {t('account.order.id')} <code className="font-mono text-label select-all">{order._id}</code>
      </p>
      {order.status === 'pending' ? (
        <Alert tone="warning" className="mb-8">
          <p>{t('account.order.unpaid')}</p>
          <a className="link" href={`/order/${orderToken(order._id)}`}>
            {t('account.order.unpaidLink')}
          </a>
        </Alert>
      ) : (
        <LinkButton href={`/order/${orderToken(order._id)}`} className="mb-8">
          {t('account.order.orderPage')}
        </LinkButton>
      )}
      <Lines purchase={purchase} />
      <Licenses purchase={purchase} />
      <Documents purchase={purchase} />
      <Refunds purchase={purchase} />
    </>
  )
}

function Lines({ purchase: { order, items } }: { purchase: Purchase }) {
  const { currency, totals } = order
  const sums = [
    ['subtotal', totals.subtotalMinor],
    ['discount', -totals.discountMinor],
    ['tax', totals.taxMinor],
    ['refunded', -totals.refundedMinor],
  ] as const
  return (
    <div>
      <Table
        caption={t('account.order.lines')}
        columns={[
          { key: 'line', label: t('account.order.line') },
          { key: 'seller', label: t('account.order.seller') },
          { key: 'quantity', label: t('account.order.quantity'), align: 'end' },
          { key: 'price', label: t('account.order.price'), align: 'end' },
        ]}
        rows={items.map((item) => ({
          key: item._id,
          cells: {
            line: (
              <span className="inline-block min-w-36">
                {lineText(item)}
                {item.renews && (
                  <a className="link block" href={`/account/licenses/${item.renews.license}`}>
                    {t('renewals.order.open')}
                  </a>
                )}
              </span>
            ),
            seller: item.sellerName,
            quantity: item.quantity,
            price: <Money amountMinor={item.subtotalMinor} currency={currency} />,
          },
        }))}
      />
      <dl className="mt-3 ms-auto grid max-w-xs grid-cols-[1fr_auto] gap-x-6 gap-y-1 px-2">
        {sums
          .filter(([name, amount]) => amount !== 0 || name === 'subtotal')
          .map(([name, amount]) => (
            <div key={name} className="contents text-ink-2">
              <dt>{t(`account.order.${name}`)}</dt>
              <dd className="text-end">
                <Money amountMinor={amount} currency={currency} />
              </dd>
            </div>
          ))}
        <div className="contents font-semibold">
          <dt>{t('account.order.total')}</dt>
          <dd className="text-end">
            <Money amountMinor={totals.totalMinor} currency={currency} />
          </dd>
        </div>
      </dl>
    </div>
  )
}

function Licenses({ purchase: { licenses } }: { purchase: Purchase }) {
  if (licenses.length === 0) return null
  return (
    <section aria-labelledby="licenses" className="mt-10">
      <SectionHead id="licenses" title={t('account.order.licenses')} />
      <ul className="grid gap-2">
        {licenses.map((license) => (
          <li key={license._id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <a className="link" href={`/account/licenses/${license._id}`}>
              {license.productName} · {license.packageName}
            </a>
            <code className="font-mono text-label text-ink-2">{license.maskedKey}</code>
            <StateBadge of="license" state={license.status} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Documents({ purchase: { order, invoices } }: { purchase: Purchase }) {
  const numbered = invoices.filter((invoice) => invoice.number)
  if (order.status === 'pending' || order.status === 'failed' || order.status === 'canceled') return null
  return (
    <section aria-labelledby="documents" className="mt-10">
      <SectionHead id="documents" title={t('account.order.documents')} />
      {numbered.length === 0 && (
        <p className="text-ink-2">
          {t(order.totals.totalMinor === 0 ? 'account.order.free' : 'account.order.noDocuments')}
        </p>
      )}
      <ul className="grid gap-2">
        {numbered.map((invoice) => (
          <li key={invoice._id}>
            <a className="link" href={`/account/invoices/${invoice._id}`}>
              {t(`account.order.${invoice.kind}`, { number: invoice.number ?? '' })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Refunds({ purchase: { refunds } }: { purchase: Purchase }) {
  if (refunds.length === 0) return null
  return (
    <section aria-labelledby="refunds" className="mt-10">
      <SectionHead id="refunds" title={t('account.order.refunds')} />
      <ul className="grid gap-2">
        {refunds.map((refund) => (
          <li key={refund._id} className="flex flex-wrap items-center gap-x-4">
            <DateTime at={refund.createdAt} />
            <Money amountMinor={refund.amountMinor} currency={refund.currency} />
            <StateBadge of="refund" state={refund.status} />
          </li>
        ))}
      </ul>
    </section>
  )
}
