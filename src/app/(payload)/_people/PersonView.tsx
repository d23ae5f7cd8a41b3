import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { actsFor, seesPeople } from '@/domain/accounts/people/personActs'
import { type PersonPage, personPage } from '@/domain/accounts/people/personPage'
import { hasStaffRole } from '@/domain/accounts/rights'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { DialogActs } from '../_components/DialogActs'
import { momentOf } from '../_components/moments'
import {
  AuditTable,
  CustomersTable,
  LicensesTable,
  MembershipsTable,
  OrdersTable,
  SessionsTable,
} from './PersonTables'
import { personDialogs, personDialogWords } from './personDialogs'

/** One person as staff see them, and what they may do to them (ID-8). */
export async function PersonView({ initPageResult }: DocumentViewServerProps) {
  const { req, docID } = initPageResult
  if (!seesPeople(req.user)) return <Alone text={t('panelPeople.page.forbidden')} />
  const page = await personPage(databaseOf(req.payload), String(docID))
  if (!page) return <Alone text={t('panelPeople.page.missing')} />
  const acts = personDialogs(actsFor(req.user, page.user), page)
  return (
    <main>
      <Gutter className="panel-page">
        <State page={page} />
        {req.user.id === page.user._id ? <p>{t('panelPeople.page.you')}</p> : null}
        {acts.length > 0 ? <DialogActs acts={acts} words={personDialogWords()} /> : null}
        <div className="panel-columns">
          <Section title={t('panelPeople.page.sessions')}>
            <SessionsTable sessions={page.sessions} />
          </Section>
          <Section title={t('panelPeople.page.memberships')}>
            <MembershipsTable memberships={page.memberships} />
          </Section>
        </div>
        <Section title={t('panelPeople.page.customers')}>
          <CustomersTable customers={page.customers} />
        </Section>
        <Section title={t('panelPeople.page.orders')}>
          <OrdersTable orders={page.orders} />
        </Section>
        <Section title={t('panelPeople.page.licenses')}>
          <LicensesTable licenses={page.licenses} />
        </Section>
        <Section title={t('panelPeople.page.audit')}>
          <AuditTable audit={page.audit} actors={page.actors} />
          {hasStaffRole(req.user, 'admin') ? (
            <p>
              <a href={`/admin/collections/audit?record=${page.user._id}`}>
                {t('panelPeople.page.auditLink')}
              </a>
            </p>
          ) : null}
        </Section>
      </Gutter>
    </main>
  )
}

const Alone = ({ text }: { text: string }) => (
  <Gutter>
    <p role="alert">{text}</p>
  </Gutter>
)

const Section = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
)

function State({ page: { user } }: { page: PersonPage }) {
  const locked = user.lockedAt ?? null
  return (
    <header className="panel-page__state" data-locked={locked !== null}>
      <p>
        <strong>{user.name || t('panelPeople.list.unnamed')}</strong> {user.email}
      </p>
      <p>
        {user.roles.map((role) => t(`panelPeople.roles.${role}`)).join(', ')} · {user._id}
      </p>
      <p>
        {user.emailVerifiedAt
          ? t('panelPeople.page.proven', { at: momentOf(user.emailVerifiedAt) })
          : t('panelPeople.page.unproven')}
      </p>
      {locked ? (
        <p className="panel-state--bad">
          {t('panelPeople.page.lockedSince', { since: momentOf(locked) })}.{' '}
          {t('panelPeople.page.lockedWhy', { reason: user.lockReason ?? '–' })}
        </p>
      ) : null}
    </header>
  )
}
