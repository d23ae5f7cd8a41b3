import type { affiliateStatuses } from './records'

export type AffiliateStatus = (typeof affiliateStatuses)[number]
export type AffiliateEvent = 'apply' | 'approve' | 'reject' | 'pause' | 'resume'

//   applied ──approve──▶ approved ──pause──▶ suspended
//      │  ▲                   ◀────resume──────┘
//  reject▼ │apply             Links of the approved work; nothing else changes what was earned before.
//      rejected
export const affiliateTransitions = {
  applied: { approve: 'approved', reject: 'rejected' },
  approved: { pause: 'suspended' },
  suspended: { resume: 'approved' },
  rejected: { apply: 'applied' },
} as const satisfies Record<AffiliateStatus, Partial<Record<AffiliateEvent, AffiliateStatus>>>

/** The state after an event; null where the event means nothing. */
export function nextAffiliateStatus(status: AffiliateStatus, event: AffiliateEvent): AffiliateStatus | null {
  const row: Partial<Record<AffiliateEvent, AffiliateStatus>> = affiliateTransitions[status]
  return row[event] ?? null
}

export const staffEvents = ['approve', 'reject', 'pause', 'resume'] as const
export type StaffEvent = (typeof staffEvents)[number]

/** What staff can do in this state, for buttons. */
export const affiliateEvents = (status: AffiliateStatus): StaffEvent[] =>
  staffEvents.filter((event) => nextAffiliateStatus(status, event) !== null)

export const needsReason = (event: StaffEvent): boolean => event === 'reject' || event === 'pause'
