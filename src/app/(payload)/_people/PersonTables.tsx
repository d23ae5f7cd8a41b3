import { browserName } from '@/domain/accounts/listSessions'
import type { PersonPage } from '@/domain/accounts/people/personPage'
import { humanize } from '@/platform/humanize'
import { formatMoney } from '@/platform/money'
import { t } from '@/platform/words'
import { Differences } from '../_audit/Differences'
import { momentOf } from '../_components/moments'
import { PanelTable } from '../_components/PanelTable'

export function SessionsTable({ sessions }: Pick<PersonPage, 'sessions'>) {
  if (sessions.length === 0) return <p>{t('panelPeople.page.sessionsNone')}</p>
  return (
    <PanelTable
      caption={t('panelPeople.page.sessions')}
      heads={[
        t('panelPeople.page.browser'),
        t('panelPeople.page.network'),
        t('panelPeople.page.signedIn'),
        t('panelPeople.page.lastSeen'),
      ]}
      rows={sessions.map((session) => {
        const known = browserName(session.userAgent)
        return {
          id: session.id,
          cells: [
            known ? t('panelPeople.page.browserOn', known) : t('panelPeople.page.unknownBrowser'),
            session.network ?? '–',
            momentOf(session.signedInAt),
            momentOf(session.lastSeenAt),
          ],
        }
      })}
    />
  )
}

export function MembershipsTable({ memberships }: Pick<PersonPage, 'memberships'>) {
  if (memberships.length === 0) return <p>{t('panelPeople.page.membershipsNone')}</p>
  return (
    <ul className="panel-plain">
      {memberships.map(({ seller, role }) => (
        <li key={seller._id}>
          <a href={`/admin/collections/sellers/${seller._id}`}>{seller.name}</a>:{' '}
          {t(`panelPeople.roles.${role}`)}
        </li>
      ))}
    </ul>
  )
}

export function CustomersTable({ customers }: Pick<PersonPage, 'customers'>) {
  if (customers.length === 0) return <p>{t('panelPeople.page.customersNone')}</p>
  return (
    <PanelTable
      caption={t('panelPeople.page.customers')}
      heads={[t('panelPeople.page.name'), t('panelPeople.page.address'), t('panelPeople.page.country')]}
      rows={customers.map(({ _id, name, company, email, country }) => ({
        id: _id,
        cells: [
          <a key="name" href={`/admin/collections/customers/${_id}`}>
            {[name, company].filter(Boolean).join(', ') || _id}
          </a>,
          email,
          country ?? '–',
        ],
      }))}
    />
  )
}

export function OrdersTable({ orders }: Pick<PersonPage, 'orders'>) {
  if (orders.length === 0) return <p>{t('panelPeople.page.ordersNone')}</p>
  return (
    <PanelTable
      caption={t('panelPeople.page.orders')}
      heads={[
        t('panelPeople.page.order'),
        t('panelPeople.page.when'),
        t('panelPeople.page.state'),
        t('panelPeople.page.total'),
      ]}
      rows={orders.map(({ _id, createdAt, status, totals, currency }) => ({
        id: _id,
        cells: [
          <a key="order" href={`/admin/collections/orders/${_id}/timeline`}>
            {_id}
          </a>,
          momentOf(createdAt),
          humanize(status),
          formatMoney(totals.totalMinor, currency),
        ],
      }))}
    />
  )
}

export function LicensesTable({ licenses }: Pick<PersonPage, 'licenses'>) {
  if (licenses.length === 0) return <p>{t('panelPeople.page.licensesNone')}</p>
  return (
    <PanelTable
      caption={t('panelPeople.page.licenses')}
      heads={[
        t('panelPeople.page.key'),
        t('panelPeople.page.product'),
        t('panelPeople.page.state'),
        t('panelPeople.page.ends'),
      ]}
      rows={licenses.map(({ _id, maskedKey, productName, packageName, status, expiresAt }) => ({
        id: _id,
        cells: [
          <a key="key" href={`/admin/collections/licenses/${_id}/overview`}>
            {maskedKey}
          </a>,
          `${productName}, ${packageName}`,
          humanize(status),
          expiresAt ? momentOf(expiresAt) : t('panelPeople.page.never'),
        ],
      }))}
    />
  )
}

export function AuditTable({ audit, actors }: Pick<PersonPage, 'audit' | 'actors'>) {
  if (audit.length === 0) return <p>{t('panelPeople.page.auditNone')}</p>
  return (
    <PanelTable
      caption={t('panelPeople.page.audit')}
      heads={[
        t('panelPeople.page.when'),
        t('panelPeople.page.act'),
        t('panelPeople.page.who'),
        t('panelPeople.page.why'),
        t('panelPeople.page.what'),
      ]}
      rows={audit.map((entry) => ({
        id: entry._id,
        cells: [
          momentOf(entry.at),
          entry.act,
          actors.get(entry.actor.id) ?? entry.actor.id,
          entry.reason ?? '–',
          <Differences key="what" entry={entry} />,
        ],
      }))}
    />
  )
}
