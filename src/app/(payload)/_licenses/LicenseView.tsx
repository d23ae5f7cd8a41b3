import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { hasStaffRole, isMemberOf } from '@/domain/accounts/rights'
import { toolsFor } from '@/domain/licensing/acts/mayAct'
import { type LicensePage, licensePage } from '@/domain/licensing/licensePage'
import { type VerdictCheck, verdictDetails } from '@/domain/licensing/verdictCodes'
import { databaseOf } from '@/platform/documentTransaction'
import { now } from '@/platform/time'
import { t } from '@/platform/words'
import { AttemptsChart } from './AttemptsChart'
import { LicenseActs } from './LicenseActs'
import { AttemptsTable, EvidenceTable, HistoryTable, PlacesTable, RequestsTable } from './LicenseTables'
import { LicenseTermsTable } from './LicenseTermsTable'

/** One license whole: state and ladder, what the customer sees, places, checks, history, requests (LIC-9). */
export async function LicenseView({ initPageResult }: DocumentViewServerProps) {
  const { req, docID } = initPageResult
  const page = await licensePage(databaseOf(req.payload), String(docID), now())
  const isStaff = hasStaffRole(req.user, 'support')
  const maySee =
    page && (isStaff || isMemberOf(req.user, page.license.seller, 'owner', 'developer', 'support'))
  if (!maySee)
    return (
      <Gutter>
        <p role="alert">{t('panelLicenses.page.forbidden')}</p>
      </Gutter>
    )
  return (
    <main>
      <Gutter className="panel-license">
        <div className="panel-license__head">
          <State page={page} />
          <LicenseActs id={page.license._id} payload={req.payload} user={req.user ?? undefined} />
        </div>
        {page.license.suspicion ? <Suspicion page={page} /> : null}
        <div className="panel-columns">
          <Ladder checks={page.verdict.checks} />
          <SeenByCustomer page={page} isStaff={isStaff} />
        </div>
        <Section title={t('panelLicenses.page.terms')}>
          <LicenseTermsTable license={page.license} />
        </Section>
        <Section title={t('panelLicenses.page.places')}>
          <PlacesTable page={page} />
        </Section>
        <Section title={t('panelLicenses.page.attempts')}>
          <AttemptsChart days={page.attempts.days} />
          <AttemptsTable attempts={page.attempts.latest} />
        </Section>
        <Section title={t('panelLicenses.page.requests')}>
          <RequestsTable
            requests={page.requests}
            mayDecide={req.user ? toolsFor(req.user, page.license).length > 0 : false}
          />
        </Section>
        <Section title={t('panelLicenses.page.history')}>
          <HistoryTable history={page.history} />
        </Section>
      </Gutter>
    </main>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function State({ page: { license, verdict } }: { page: LicensePage }) {
  return (
    <header className="panel-license__state" data-valid={verdict.valid}>
      <p>
        <strong>{verdict.code}</strong> {verdictDetails[verdict.code]}
      </p>
      <p>
        {license.productName}, {license.packageName}
        {license.test ? ` (${t('panelLicenses.fields.test')})` : ''}
      </p>
    </header>
  )
}

function Suspicion({ page: { license, evidence } }: { page: LicensePage }) {
  if (!license.suspicion) return null
  const { since, places, addresses } = license.suspicion
  return (
    <section className="panel-license__suspicion">
      <h2>{t('panelLicenses.page.suspicion')}</h2>
      <p>{t('panelLicenses.page.suspicionText', { since, places, addresses })}</p>
      <p>
        {license.terms.cloneBlocks
          ? t('panelLicenses.page.suspicionBlocks')
          : t('panelLicenses.page.suspicionTells')}
      </p>
      <EvidenceTable evidence={evidence} />
    </section>
  )
}

function Ladder({ checks }: { checks: readonly VerdictCheck[] }) {
  return (
    <section>
      <h2>{t('panelLicenses.page.ladder')}</h2>
      <p className="panel-hint">{t('panelLicenses.page.ladderHint')}</p>
      <ol className="panel-ladder">
        {checks.map(({ check, passed }) => (
          <li key={check} data-passed={passed}>
            <span aria-hidden="true">{passed ? '✓' : '✕'}</span> {t(`panelLicenses.page.checks.${check}`)}
            <span className="panel-hidden">
              {passed ? t('panelLicenses.page.passed') : t('panelLicenses.page.failed')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function SeenByCustomer({ page: { license, verdict }, isStaff }: { page: LicensePage; isStaff: boolean }) {
  return (
    <section>
      <h2>{t('panelLicenses.page.seen')}</h2>
      <p>{verdictDetails[verdict.code]}</p>
      <p>{t('panelLicenses.page.seenKey', { key: license.maskedKey })}</p>
      <dl className="panel-effect">
        {(['expiresAt', 'updatesUntil', 'supportUntil'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`panelLicenses.fields.${name}`)}</dt>
            <dd>{license[name]?.toISOString().slice(0, 10) ?? t('panelLicenses.page.never')}</dd>
          </div>
        ))}
      </dl>
      {isStaff ? (
        <p>
          <a href={`/admin/collections/customers/${license.customer}`}>{t('panelLicenses.page.customer')}</a>
        </p>
      ) : null}
    </section>
  )
}
