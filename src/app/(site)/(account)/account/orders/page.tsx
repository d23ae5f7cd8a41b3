import type { Metadata } from 'next'
import { LinkButton } from '@/app/_components/Button'
import { EmptyState } from '@/app/_components/EmptyState'
import { Pagination } from '@/app/_components/Pagination'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { ordersOf } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'
import { PageTitle } from '../_parts/PageTitle'
import { PurchaseTable } from '../_parts/PurchaseTable'
import { type ListProps, pageNumber } from '../_parts/pageNumber'

export const metadata: Metadata = { title: t('account.orders.title') }

/** Everything that the person bought. */
export default async function OrdersPage({ searchParams }: ListProps) {
  const person = await requirePerson('/account/orders')
  const { database } = await server()
  const { rows, page, pages } = await ordersOf(database, person.id, {
    page: pageNumber((await searchParams).page),
  })
  return (
    <>
      <PageTitle>{t('account.orders.title')}</PageTitle>
      {rows.length === 0 ? (
        <EmptyState
          title={t('account.orders.emptyTitle')}
          action={<LinkButton href="/browse">{t('account.orders.browse')}</LinkButton>}
        >
          {t('account.orders.emptyText')}
        </EmptyState>
      ) : (
        <PurchaseTable rows={rows} />
      )}
      <Pagination page={page} pages={pages} hrefFor={(to) => `/account/orders?page=${to}`} />
    </>
  )
}
