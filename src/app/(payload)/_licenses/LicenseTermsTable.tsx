import type { LicenseTerms } from '@/domain/catalog/records'
import type { License } from '@/domain/licensing/records'
import { humanize } from '@/platform/humanize'
import { t } from '@/platform/words'
import { PanelTable } from '../_components/PanelTable'

/** What people ask for first; the rest lies folded, but for what was changed. */
const first = [
  'Seats',
  'Class',
  'Term',
  'Users',
  'Grace days',
  'Features',
  'Domains',
  'Ip rules',
  'Move quota',
]

/** What holds now beside what was sold; what differs stands out. */
export function LicenseTermsTable({ license }: { license: License }) {
  const sold = rowsOf(license.sold.terms, license.sold.seats)
  const rows = rowsOf(license.terms, license.seats).map(([name, now], index) => {
    const before = sold[index]?.[1] ?? ''
    return { name, now, before, isFirst: first.includes(name) || now !== before }
  })
  return (
    <>
      <TermRows rows={rows.filter(({ isFirst }) => isFirst)} />
      <details>
        <summary>{t('panelLicenses.page.moreTerms')}</summary>
        <TermRows rows={rows.filter(({ isFirst }) => !isFirst)} />
      </details>
    </>
  )
}

interface TermRow {
  name: string
  now: string
  before: string
}

const TermRows = ({ rows }: { rows: readonly TermRow[] }) => (
  <PanelTable
    caption={t('panelLicenses.page.terms')}
    heads={[t('panelLicenses.page.term'), t('panelLicenses.page.now'), t('panelLicenses.page.sold')]}
    rows={rows.map(({ name, now, before }) => ({
      id: name,
      cells: [name, now === before ? now : <strong key="now">{now}</strong>, before],
    }))}
  />
)

function rowsOf({ limits, ...terms }: LicenseTerms, seats: number | null): [string, string][] {
  const entries = Object.entries(terms).filter(([name]) => name !== 'activations')
  return [['Seats', shown(seats)], ...[...entries, ...Object.entries(limits)].map(named)]
}

const named = ([name, value]: [string, unknown]): [string, string] => [humanize(name), shown(value)]

function shown(value: unknown): string {
  if (value === null) return t('panelLicenses.page.unlimited')
  if (value === true) return t('panelLicenses.page.yes')
  if (value === false) return t('panelLicenses.page.no')
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : t('panelLicenses.page.none')
  return String(value)
}
