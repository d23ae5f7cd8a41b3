import type { Metadata } from 'next'
import { LinkButton } from '@/app/_components/Button'
import { DateTime } from '@/app/_components/DateTime'
import { EmptyState } from '@/app/_components/EmptyState'
import { SectionHead } from '@/app/_components/SectionHead'
import { server } from '@/app/_server'
import { requirePerson } from '@/app/_session'
import { firstName } from '@/domain/accounts/accountMails'
import { type AccountTask, ordersOf, tasksOf } from '@/domain/accounts/customerAccount'
import { t } from '@/platform/words'
import { PageTitle } from './_parts/PageTitle'
import { PurchaseTable } from './_parts/PurchaseTable'

export const metadata: Metadata = { title: t('account.nav.label') }

/** What needs the person, and what they bought last. */
export default async function AccountPage() {
  const person = await requirePerson('/account')
  const { database } = await server()
  const [tasks, purchases] = await Promise.all([
    tasksOf(database, person.id),
    ordersOf(database, person.id, { size: 5 }),
  ])
  const name = firstName(person.name)
  return (
    <>
      <PageTitle>
        {name ? t('account.overview.title', { name }) : t('account.overview.titleNoName')}
      </PageTitle>
      <section aria-labelledby="tasks">
        <SectionHead id="tasks" title={t('account.overview.tasks')} />
        {tasks.length === 0 ? (
          <p className="text-ink-2">{t('account.overview.clear')}</p>
        ) : (
          <ul className="grid gap-3">
            {tasks.map((task) => (
              <TaskRow key={task.id} task={task} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="recent" className="mt-10">
        <SectionHead
          id="recent"
          title={t('account.overview.recent')}
          aside={
            purchases.total > purchases.rows.length && (
              <a className="link" href="/account/orders">
                {t('account.overview.all')}
              </a>
            )
          }
        />
        {purchases.total === 0 ? (
          <EmptyState
            heading="h3"
            title={t('account.orders.emptyTitle')}
            action={<LinkButton href="/browse">{t('account.orders.browse')}</LinkButton>}
          >
            {t('account.orders.emptyText')}
          </EmptyState>
        ) : (
          <PurchaseTable rows={purchases.rows} />
        )}
      </section>
    </>
  )
}

function TaskRow({ task }: { task: AccountTask }) {
  const product = task.kind === 'order_unpaid' ? '' : task.product
  const href = task.kind === 'order_unpaid' ? `/account/orders/${task.id}` : `/account/licenses/${task.id}`
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 rounded-control border-s-3 border-amber bg-amber-wash px-4 py-3">
      <p>
        {t(`account.overview.task.${task.kind}`, { product })} <DateTime at={task.at} />
      </p>
      <LinkButton href={href} look="outline" size="small">
        {t('account.overview.open')}
      </LinkButton>
    </li>
  )
}
