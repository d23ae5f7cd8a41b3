import type { Package } from '@/domain/catalog/records'
import { t } from '@/platform/words'

export interface LicenseFact {
  key: 'use' | 'activations' | 'term' | 'updates' | 'support'
  label: string
  /** A few words for a cell. */
  value: string
}

/** What a package's license allows, in plain words, in the order that people ask. */
export function licenseFacts({ license, trialDays }: Pick<Package, 'license' | 'trialDays'>): LicenseFact[] {
  const { activations, updateMonths, supportMonths } = license
  return [
    { key: 'use', label: t('storefront.license.use'), value: t(`storefront.license.class.${license.class}`) },
    {
      key: 'activations',
      label: t('storefront.license.activations'),
      value:
        typeof activations === 'number'
          ? t('storefront.license.sites', { count: activations })
          : t('storefront.license.anySites'),
    },
    {
      key: 'term',
      label: t('storefront.license.term'),
      value:
        license.term === 'trial'
          ? t('storefront.license.trialDays', { count: trialDays ?? 14 })
          : t(`storefront.license.termName.${license.term}`),
    },
    { key: 'updates', label: t('storefront.license.updates'), value: windowWords(updateMonths) },
    { key: 'support', label: t('storefront.license.support'), value: windowWords(supportMonths) },
  ]
}

/** One line under the name of a package: what differs between tiers. */
export const licenseLine = (pkg: Pick<Package, 'license' | 'trialDays'>): string =>
  licenseFacts(pkg)
    .filter(({ key }) => key === 'activations' || key === 'term')
    .map(({ value }) => value)
    .join(' · ')

/** null: as long as the license itself. */
function windowWords(months: number | null | undefined): string {
  if (typeof months !== 'number') return t('storefront.license.asLicense')
  if (months === 0) return t('storefront.license.none')
  return t('storefront.license.months', { count: months })
}
