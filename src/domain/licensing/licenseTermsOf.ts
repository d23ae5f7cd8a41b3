import type { LicenseTerms, Package } from '@/domain/catalog/records'
import { classDefaults } from './licenseClasses'

type PackageTerms = Package['license']

/** The snapshot of a package's license terms as it is sold: the license keeps it, whatever the package becomes. */
export function licenseTermsOf({ license }: Pick<Package, 'license'>): LicenseTerms {
  return {
    class: license.class,
    term: license.term,
    activations: license.activations ?? null,
    ...classTerms(license),
    updateMonths: license.updateMonths ?? null,
    supportMonths: license.supportMonths ?? null,
    graceDays: license.graceDays ?? 0,
    ...usageTerms(license),
    features: (license.features ?? []).map(({ code }) => code),
    domains: (license.domains ?? []).map(({ rule }) => rule),
    ipRules: (license.ipRules ?? []).map(({ rule }) => rule),
    recheckDays: license.recheckDays ?? 7,
    tokenOnlineDays: license.tokenOnlineDays ?? 14,
    ...placeTerms(license),
    afterTerm: license.afterTerm ?? 'term-releases',
  }
}

function classTerms(license: PackageTerms) {
  const defaults = classDefaults[license.class]
  const said = (answer: PackageTerms['production'], byClass: boolean) =>
    answer === 'yes' || (answer !== 'no' && byClass)
  return {
    clientProjects: said(license.clientProjects, defaults.clientProjects),
    production: said(license.production, defaults.production),
    sourceIncluded: said(license.sourceIncluded, defaults.sourceIncluded),
    prioritySupport: said(license.prioritySupport, defaults.prioritySupport),
  }
}

const usageTerms = ({ users, leaseSeconds, limits }: PackageTerms) => ({
  users: users ?? null,
  leaseSeconds: leaseSeconds ?? 120,
  limits: {
    callsPerMinute: limits?.callsPerMinute ?? null,
    callsPerHour: limits?.callsPerHour ?? null,
    callsPerDay: limits?.callsPerDay ?? null,
    callsPerMonth: limits?.callsPerMonth ?? null,
    bandwidthBytesPerMonth: limits?.bandwidthBytesPerMonth ?? null,
    storageBytes: limits?.storageBytes ?? null,
  },
})

const placeTerms = (license: PackageTerms) => ({
  freeEnvironments: license.freeEnvironments ?? ['staging', 'development'],
  developmentHosts: (license.developmentHosts ?? []).map(({ host }) => host),
  moveQuota: license.moveQuota ?? null,
  moveWindowDays: license.moveWindowDays ?? 30,
  reclaimDays: license.reclaimDays ?? null,
  clonePlaces: license.clonePlaces ?? null,
  cloneBlocks: license.cloneBlocks ?? false,
})
