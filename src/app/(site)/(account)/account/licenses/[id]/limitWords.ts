import type { UsageLimits } from '@/domain/catalog/records'
import { t } from '@/platform/words'

const number = new Intl.NumberFormat('en')
const bytes = (unit: 'gigabyte' | 'megabyte') =>
  new Intl.NumberFormat('en', { style: 'unit', unit, maximumFractionDigits: 1 })

/** `100,000`, `2.5 GB`, `no limit`. */
export function limitWords(name: keyof UsageLimits, limit: number | null): string {
  if (limit === null) return t('accountLicenses.usage.unlimited')
  if (name !== 'bandwidthBytesPerMonth' && name !== 'storageBytes') return number.format(limit)
  return limit >= 1e9 ? bytes('gigabyte').format(limit / 1e9) : bytes('megabyte').format(limit / 1e6)
}
