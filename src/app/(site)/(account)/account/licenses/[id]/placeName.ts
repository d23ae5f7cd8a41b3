import type { LicensePlace } from '@/domain/licensing/records'
import { t } from '@/platform/words'

const shownFingerprint = 16

/** What a place is called: as its owner named it, else its domain, else the machine. */
export function placeName({
  label,
  domain,
  fingerprint,
}: Pick<LicensePlace, 'label' | 'domain' | 'fingerprint'>) {
  if (domain) return domain
  if (label) return label
  if (!fingerprint) return t('accountLicenses.places.unnamed')
  return t('accountLicenses.places.machine', { fingerprint: fingerprint.slice(0, shownFingerprint) })
}
