import type { Metadata } from 'next'
import { StateBadge } from '@/app/_components/Badge'
import { LinkButton } from '@/app/_components/Button'
import { DateTime } from '@/app/_components/DateTime'
import { EmptyState } from '@/app/_components/EmptyState'
import { Pagination } from '@/app/_components/Pagination'
import { Table } from '@/app/_components/Table'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { licensesOf } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'
import { PageTitle } from '../_parts/PageTitle'
import { type ListProps, pageNumber } from '../_parts/pageNumber'
import { placesUsed } from '../_parts/placesUsed'

export const metadata: Metadata = { title: t('account.licenses.title') }

/** Every license of the person, its key cut in the middle. */
export default async function LicensesPage({ searchParams }: ListProps) {
  const person = await requirePerson('/account/licenses')
  const { database } = await server()
  const { rows, page, pages } = await licensesOf(database, person.id, {
    page: pageNumber((await searchParams).page),
  })
  return (
    <>
      <PageTitle>{t('account.licenses.title')}</PageTitle>
      {rows.length === 0 ? (
        <EmptyState
          title={t('account.licenses.emptyTitle')}
          action={<LinkButton href="/browse">{t('account.licenses.browse')}</LinkButton>}
        >
          {t('account.licenses.emptyText')}
        </EmptyState>
      ) : (
        <Table
          caption={t('account.licenses.caption')}
          hideCaption
          columns={[
            { key: 'product', label: t('account.licenses.product') },
            { key: 'key', label: t('account.licenses.key') },
            { key: 'state', label: t('account.licenses.state') },
            { key: 'used', label: t('account.licenses.used') },
            { key: 'ends', label: t('account.licenses.ends') },
          ]}
          rows={rows.map((license) => ({
            key: license._id,
            cells: {
              product: (
                <a className="link inline-block min-w-36" href={`/account/licenses/${license._id}`}>
                  {license.productName} · {license.packageName}
                </a>
              ),
              key: <code className="font-mono text-label whitespace-nowrap">{license.maskedKey}</code>,
              state: <StateBadge of="license" state={license.status} />,
              used: <span className="whitespace-nowrap">{placesUsed(license)}</span>,
              ends: license.expiresAt ? <DateTime at={license.expiresAt} /> : t('account.licenses.never'),
            },
          }))}
        />
      )}
      <Pagination page={page} pages={pages} hrefFor={(to) => `/account/licenses?page=${to}`} />
    </>
  )
}
