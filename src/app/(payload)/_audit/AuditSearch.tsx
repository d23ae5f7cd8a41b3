import type { AuditQuery } from '@/domain/accounts/auditLog'
import { t } from '@/platform/words'
import { PanelSearch } from '../_components/PanelSearch'

interface AuditSearchProps {
  address: string
  query: AuditQuery
  acts: readonly string[]
}

/** What the audit is narrowed by; in the address, so that it can be sent to somebody. */
export function AuditSearch({ address, query, acts }: AuditSearchProps) {
  const isNarrowed = Object.values(query).some((value) => value !== '')
  return (
    <>
      <PanelSearch action={address} label={t('panelAudit.search')} find={t('panelAudit.find')}>
        <Text name="actor" value={query.actor} label={t('panelAudit.fields.actor')}>
          {t('panelAudit.fields.actorHint')}
        </Text>
        <Text name="record" value={query.record} label={t('panelAudit.fields.record')}>
          {t('panelAudit.fields.recordHint')}
        </Text>
        <div className="panel-field">
          <label htmlFor="audit-act">{t('panelAudit.fields.act')}</label>
          <select id="audit-act" name="act" defaultValue={query.act}>
            <option value="">{t('panelAudit.fields.anyAct')}</option>
            {choicesOf(acts, query.act).map((act) => (
              <option key={act} value={act}>
                {act}
              </option>
            ))}
          </select>
        </div>
        <Day name="from" value={query.from} label={t('panelAudit.fields.from')} />
        <Day name="until" value={query.until} label={t('panelAudit.fields.until')} />
      </PanelSearch>
      {isNarrowed ? (
        <p>
          <a href={address}>{t('panelAudit.clear')}</a>
        </p>
      ) : null}
    </>
  )
}

/** Each noun, for all of its acts, then these; what is asked for stays to be seen. */
function choicesOf(acts: readonly string[], asked: string): string[] {
  const nouns = acts.map((act) => act.split('.')[0] ?? act)
  return [...new Set([...nouns, ...acts, ...(asked ? [asked] : [])])].sort()
}

interface FieldProps {
  name: string
  value: string
  label: string
}

const Text = ({ name, value, label, children }: FieldProps & { children: string }) => (
  <div className="panel-field">
    <label htmlFor={`audit-${name}`}>{label}</label>
    <input
      id={`audit-${name}`}
      name={name}
      defaultValue={value}
      autoComplete="off"
      maxLength={254}
      aria-describedby={`audit-${name}-hint`}
    />
    <p id={`audit-${name}-hint`} className="panel-hint">
      {children}
    </p>
  </div>
)

const Day = ({ name, value, label }: FieldProps) => (
  <div className="panel-field">
    <label htmlFor={`audit-${name}`}>{label}</label>
    <input id={`audit-${name}`} name={name} type="date" defaultValue={value} />
  </div>
)
