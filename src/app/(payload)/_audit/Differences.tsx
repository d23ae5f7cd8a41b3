import { isSetting } from '@/domain/accounts/settings/definitions'
import { settingLabel } from '@/domain/accounts/settings/settingText'
import type { AuditRecord } from '@/platform/audit'
import { humanize } from '@/platform/humanize'
import { t } from '@/platform/words'

/** What an act changed, field by field: before → after. */
export function Differences({ entry: { before, after } }: { entry: Pick<AuditRecord, 'before' | 'after'> }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return <>{t('panelAudit.empty')}</>
  return (
    <ul className="panel-plain">
      {names.map((name) => (
        <li key={name}>
          {isSetting(name) ? settingLabel(name) : humanize(name)}:{' '}
          {[before, after]
            .filter((side) => side && name in side)
            .map((side) => textOf(side?.[name]))
            .join(' → ')}
        </li>
      ))}
    </ul>
  )
}

const longest = 300

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('panelAudit.empty')
  if (value instanceof Date) return `${value.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const text =
    typeof value === 'object'
      ? Array.isArray(value) && value.every((one) => typeof one !== 'object')
        ? value.join(', ') || t('panelAudit.empty')
        : JSON.stringify(value)
      : String(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
