import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { hasText, t } from '@/platform/words'

export type BadgeTone = 'neutral' | 'good' | 'warning' | 'danger' | 'info'

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-sunken text-ink-2',
  good: 'bg-mint-wash text-mint-deep',
  warning: 'bg-amber-wash text-amber',
  danger: 'bg-stamp-wash text-stamp',
  info: 'bg-info-wash text-info',
}

/**
 * A short engraved word on a wash.
 *
 * @example <Badge tone="info">{t('storefront.mostPopular')}</Badge>
 */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span className={clsx('engraved inline-block rounded-control px-2 py-0.5', tones[tone])}>{children}</span>
  )
}

export type StateKind =
  | 'order'
  | 'license'
  | 'product'
  | 'release'
  | 'invoice'
  | 'payout'
  | 'commission'
  | 'refund'
  | 'subscription'

/** What a state means for its reader, where the name alone decides; everything else is neutral. */
const meaning: Record<string, BadgeTone> = {
  active: 'good',
  completed: 'good',
  published: 'good',
  paid: 'good',
  approved: 'good',
  succeeded: 'good',
  trialing: 'good',
  pending: 'warning',
  suspended: 'warning',
  disputed: 'warning',
  held: 'warning',
  past_due: 'warning',
  changes_requested: 'warning',
  paused: 'warning',
  open: 'warning',
  failed: 'danger',
  revoked: 'danger',
  rejected: 'danger',
  withdrawn: 'danger',
  uncollectible: 'danger',
  returned: 'danger',
  in_review: 'info',
  checking: 'info',
  staged: 'info',
  sending: 'info',
  unknown: 'info',
  in_transit: 'info',
  requested: 'info',
  submitted: 'info',
}

/**
 * A stored state in words (`common.state.<of>.<state>`) and color. A state without a text shows its name.
 *
 * @example <StateBadge of="license" state={license.status} />
 */
export function StateBadge({ of, state }: { of: StateKind; state: string }) {
  const key = `common.state.${of}.${state}`
  return <Badge tone={meaning[state] ?? 'neutral'}>{hasText(key) ? t(key) : state}</Badge>
}
