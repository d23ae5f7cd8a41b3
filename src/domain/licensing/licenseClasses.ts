import type { LicenseTerms } from '@/domain/catalog/records'

/**
 * What a class says where the package says nothing itself (LIC-2): regular is one domain of one's own, extended is many
 * and those of one's customers, developer adds the source and support before others. All of it is data on the license.
 */
export const classDefaults = {
  regular: { clientProjects: false, production: true, sourceIncluded: false, prioritySupport: false },
  extended: { clientProjects: true, production: true, sourceIncluded: false, prioritySupport: false },
  developer: { clientProjects: true, production: true, sourceIncluded: true, prioritySupport: true },
} as const satisfies Record<
  LicenseTerms['class'],
  Pick<LicenseTerms, 'clientProjects' | 'production' | 'sourceIncluded' | 'prioritySupport'>
>
