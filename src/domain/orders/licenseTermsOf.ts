import type { LicenseTerms, Package } from '@/domain/catalog/records'

/** The snapshot of a package's license terms as it is sold: the license keeps it, whatever the package becomes. */
export function licenseTermsOf({ license }: Pick<Package, 'license'>): LicenseTerms {
  return {
    class: license.class,
    term: license.term,
    activations: license.activations ?? null,
    updateMonths: license.updateMonths ?? null,
    supportMonths: license.supportMonths ?? null,
    graceDays: license.graceDays ?? 0,
    features: (license.features ?? []).map(({ code }) => code),
    domains: (license.domains ?? []).map(({ rule }) => rule),
    ipRules: (license.ipRules ?? []).map(({ rule }) => rule),
    recheckDays: license.recheckDays ?? 7,
    tokenOnlineDays: license.tokenOnlineDays ?? 14,
  }
}
