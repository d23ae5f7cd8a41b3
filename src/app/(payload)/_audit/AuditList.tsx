import { Gutter } from '@payloadcms/ui'
import type { ListViewServerProps } from 'payload'
import { type AuditPage, type AuditQuery, knownActs, readAudit } from '@/domain/accounts/auditLog'
import { hasStaffRole } from '@/domain/accounts/rights'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { asked } from '../_components/PanelSearch'
import { PanelTable } from '../_components/PanelTable'
import { AuditSearch } from './AuditSearch'
import { Differences } from './Differences'

const address = '/admin/collections/audit'

/** Who did what to which record, when and from where; for admins (ID-7). */
export async function AuditList({ payload, user, searchParams }: ListViewServerProps) {
  if (!hasStaffRole(user, 'admin'))
    return (
      <Gutter>
        <p role="alert">{t('panelAudit.forbidden')}</p>
      </Gutter>
    )
  const query: AuditQuery = {
    actor: asked(searchParams, 'actor'),
    record: asked(searchParams, 'record', 120),
    act: asked(searchParams, 'act', 80),
    from: asked(searchParams, 'from', 10),
    until: asked(searchParams, 'until', 10),
    before: asked(searchParams, 'before', 40),
  }
  const database = databaseOf(payload)
  const [page, acts] = [await readAudit(database, query), await knownActs(database)]
  return (
    <main>
      <Gutter className="panel-page">
        <h1>{t('panelAudit.title')}</h1>
        <p className="panel-hint">{t('panelAudit.hint')}</p>
        <AuditSearch address={address} query={query} acts={acts} />
        {page.entries.length > 0 ? (
          <Entries page={page} />
        ) : (
          <p role="status" className="panel-empty">
            {acts.length > 0 ? t('panelAudit.none') : t('panelAudit.noneYet')}
          </p>
        )}
        {page.next ? (
          <p>
            <a href={`${address}?${olderThan(query, page.next)}`}>{t('panelAudit.more')}</a>
          </p>
        ) : null}
      </Gutter>
    </main>
  )
}

const olderThan = (query: AuditQuery, before: string): string =>
  new URLSearchParams(Object.entries({ ...query, before }).filter(([, value]) => value !== '')).toString()

const Entries = ({ page: { entries, people } }: { page: AuditPage }) => (
  <PanelTable
    caption={t('panelAudit.title')}
    heads={[
      t('panelAudit.when'),
      t('panelAudit.who'),
      t('panelAudit.act'),
      t('panelAudit.record'),
      t('panelAudit.why'),
      t('panelAudit.what'),
    ]}
    rows={entries.map((entry) => ({
      id: entry._id,
      cells: [
        <a key="when" href={`${address}/${entry._id}`}>
          <time dateTime={entry.at.toISOString()}>
            {entry.at.toISOString().slice(0, 19).replace('T', ' ')}
          </time>
        </a>,
        <div key="who">
          {people.get(entry.actor.id) ?? entry.actor.id}
          {entry.actor.address ? (
            <p className="panel-hint">{t('panelAudit.where', { address: entry.actor.address })}</p>
          ) : null}
        </div>,
        entry.act,
        <a key="record" href={`${address}?record=${encodeURIComponent(entry.target.id)}`}>
          {entry.target.id}
        </a>,
        entry.reason ?? t('panelAudit.empty'),
        <Differences key="what" entry={entry} />,
      ],
    }))}
  />
)
