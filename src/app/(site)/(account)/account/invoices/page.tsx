import type { Metadata } from 'next'
import { StateBadge } from '@/app/_components/Badge'
import { DateTime } from '@/app/_components/DateTime'
import { EmptyState } from '@/app/_components/EmptyState'
import { Money } from '@/app/_components/Money'
import { Pagination } from '@/app/_components/Pagination'
import { Table } from '@/app/_components/Table'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { invoicesOf } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'
import { PageTitle } from '../_parts/PageTitle'
import { type ListProps, pageNumber } from '../_parts/pageNumber'

export const metadata: Metadata = { title: t('account.invoices.title') }

/** Invoices and credit notes of the person. */
export default async function InvoicesPage({ searchParams }: ListProps) {
  const person = await requirePerson('/account/invoices')
  const { database } = await server()
  const { rows, page, pages } = await invoicesOf(database, person.id, {
    page: pageNumber((await searchParams).page),
  })
  return (
    <>
      <PageTitle>{t('account.invoices.title')}</PageTitle>
      {rows.length === 0 ? (
        <EmptyState title={t('account.invoices.emptyTitle')}>{t('account.invoices.emptyText')}</EmptyState>
      ) : (
        <Table
          caption={t('account.invoices.caption')}
          hideCaption
          columns={[
            { key: 'number', label: t('account.invoices.number') },
            { key: 'kind', label: t('account.invoices.kind') },
            { key: 'date', label: t('account.invoices.date') },
            { key: 'state', label: t('account.invoices.state') },
            { key: 'total', label: t('account.invoices.total'), align: 'end' },
            { key: 'file', label: t('account.invoices.file'), align: 'end' },
          ]}
          rows={rows.map((invoice) => ({
            key: invoice._id,
            cells: {
              number: (
                <a className="link whitespace-nowrap" href={`/account/orders/${invoice.order}`}>
                  {invoice.number}
                </a>
              ),
              kind: t(`account.invoices.${invoice.kind}`),
              date: <DateTime at={invoice.issuedAt} />,
              state: <StateBadge of="invoice" state={invoice.status} />,
              total: <Money amountMinor={invoice.totalMinor} currency={invoice.currency} />,
              file: (
                <a
                  className="link"
                  href={`/account/invoices/${invoice._id}`}
                  aria-label={t('account.invoices.pdf', { number: invoice.number ?? '' })}
                >
                  {t('account.invoices.pdfShort')}
                </a>
              ),
            },
          }))}
        />
      )}
      <Pagination page={page} pages={pages} hrefFor={(to) => `/account/invoices?page=${to}`} />
    </>
  )
}
