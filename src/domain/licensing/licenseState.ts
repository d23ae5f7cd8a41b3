import type { LicenseReason, LicenseStatus } from './records'

//  pending ──activate──▶ active ──expire──▶ expired ──renew──▶ active
//                         │ ▲                 │
//                 suspend ▼ │ resume          │ suspend
//                      suspended ◀────────────┘
//  revoke: from any other state; revoked is final.
//  resume lifts only the reason that suspended: a won dispute does not undo what staff did. It gives `active` even where
//  the term ended meanwhile; the verdict goes by the date, and the daily job expires it.
export const licenseTransitions = {
  pending: { activate: 'active', revoke: 'revoked' },
  active: { expire: 'expired', suspend: 'suspended', revoke: 'revoked' },
  expired: { renew: 'active', suspend: 'suspended', revoke: 'revoked' },
  suspended: { resume: 'active', revoke: 'revoked' },
  revoked: {},
} as const satisfies Record<LicenseStatus, Partial<Record<LicenseEvent, LicenseStatus>>>

export const licenseEvents = ['activate', 'expire', 'renew', 'suspend', 'resume', 'revoke'] as const
export type LicenseEvent = (typeof licenseEvents)[number]

/** Why a license may be suspended or revoked; the other events have no reason of their own (spec/SPEC.md, States). */
export const reasonsOf: Readonly<Record<LicenseEvent, readonly LicenseReason[]>> = {
  activate: [],
  expire: [],
  renew: [],
  // A lost dispute leaves the license suspended: lost and won can flip.
  suspend: ['disputed', 'payment', 'terms', 'staff', 'seller'],
  // The reason that is lifted.
  resume: ['disputed', 'payment', 'terms', 'staff', 'seller'],
  revoke: ['refunded', 'canceled', 'terms', 'staff', 'seller'],
}

/** The state after the event, or null where the event means nothing in that state. */
export function nextLicenseStatus(status: LicenseStatus, event: LicenseEvent): LicenseStatus | null {
  const row: Partial<Record<LicenseEvent, LicenseStatus>> = licenseTransitions[status]
  return row[event] ?? null
}

/** The states in which the event does something. */
export const sourcesOf = (event: LicenseEvent): LicenseStatus[] =>
  statuses.filter((status) => nextLicenseStatus(status, event) !== null)

const statuses: readonly LicenseStatus[] = ['pending', 'active', 'expired', 'suspended', 'revoked']
