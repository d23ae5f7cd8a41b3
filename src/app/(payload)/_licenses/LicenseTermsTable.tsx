import type { LicenseTerms } from '@/domain/catalog/records'
import type { License } from '@/domain/licensing/records'
import { humanize } from '@/platform/humanize'
import { t } from '@/platform/words'
import { Table } from './LicenseTables'

/** What holds now beside what was sold; what differs stands out. */
export function LicenseTermsTable({ license }: { license: License }) {
  const now = rowsOf(license.terms, license.seats)
  const sold = rowsOf(license.sold.terms, license.sold.seats)
  return (
    <Table
      caption={t('panelLicenses.page.terms')}
      heads={[t('panelLicenses.page.term'), t('panelLicenses.page.now'), t('panelLicenses.page.sold')]}
      rows={now.map(([name, value], index) => {
        const before = sold[index]?.[1] ?? ''
        return {
          id: name,
          cells: [name, value === before ? value : <strong key="now">{value}</strong>, before],
        }
      })}
    />
  )
}

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
