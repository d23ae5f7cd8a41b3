import type { commissionStatuses } from './records'

export type CommissionStatus = (typeof commissionStatuses)[number]
export type CommissionEvent = 'release' | 'pay' | 'reverse'

//   pending ──release──▶ approved ──pay──▶ paid
//      └──reverse──▶ reversed ◀──reverse──┴──reverse──┘
// A sale's hold ends by `release`; a refund of all of it reverses whatever the state, also what was paid: then the balance
// turns negative and later commissions make up for it (BUY-10).
export const commissionTransitions = {
  pending: { release: 'approved', reverse: 'reversed' },
  approved: { pay: 'paid', reverse: 'reversed' },
  paid: { reverse: 'reversed' },
  reversed: {},
} as const satisfies Record<CommissionStatus, Partial<Record<CommissionEvent, CommissionStatus>>>

/** The state after the event; null where it means nothing. */
export function nextCommissionStatus(
  status: CommissionStatus,
  event: CommissionEvent,
): CommissionStatus | null {
  const row: Partial<Record<CommissionEvent, CommissionStatus>> = commissionTransitions[status]
  return row[event] ?? null
}
