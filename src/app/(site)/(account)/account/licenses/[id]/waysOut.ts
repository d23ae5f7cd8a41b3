import type { License } from '@/domain/licensing/records'
import type { VerdictCode } from '@/domain/licensing/verdictCodes'
import { speaksOfRenewal } from '@/domain/orders/renewalOffer'
import { type MessageKey, t } from '@/platform/words'

/** A link that helps, and its words. */
export interface Way {
  href: string
  text: string
}

type WayName =
  | 'key'
  | 'places'
  | 'rules'
  | 'usage'
  | 'terms'
  | 'downloads'
  | 'requests'
  | 'ask'
  | 'replace'
  | 'renew'
type FarWay = 'product' | 'order' | 'list'

/** What helps against each answer of a check, the most helpful first. */
const waysOf: Record<VerdictCode, readonly (WayName | FarWay)[]> = {
  MALFORMED: ['key'],
  NOT_FOUND: ['key'],
  PRODUCT_MISMATCH: ['list'],
  REVOKED: ['product'],
  REFUNDED: ['product', 'order'],
  DISPUTED: ['order'],
  CANCELED: ['product', 'order'],
  SUSPENDED: ['order'],
  PENDING: ['order'],
  NOT_YET_VALID: ['terms'],
  TRIAL_EXPIRED: ['product', 'requests'],
  EXPIRED: ['renew', 'requests'],
  CLASS_NOT_ALLOWED: ['terms', 'product'],
  DOMAIN_REQUIRED: ['rules'],
  DOMAIN_MISMATCH: ['rules', 'ask'],
  IP_MISMATCH: ['rules', 'ask'],
  ACTIVATION_REQUIRED: ['key', 'places'],
  ACTIVATION_LIMIT: ['places', 'product'],
  ACTIVATION_COOLDOWN: ['places', 'ask'],
  CLONE_DETECTED: ['replace', 'places'],
  VERSION_NOT_ENTITLED: ['downloads', 'renew'],
  FEATURE_MISSING: ['terms', 'product'],
  QUOTA_EXCEEDED: ['usage', 'product'],
  VALID: [],
  GRACE: ['renew', 'requests'],
}

const anchors: Record<WayName, string> = {
  key: '#key',
  places: '#places',
  rules: '#rules',
  usage: '#usage',
  terms: '#terms',
  downloads: '#downloads',
  requests: '#requests',
  ask: '#requests',
  replace: '#replace',
  renew: '#renew',
}

/** The ways out of what a check answered, for this license: each leads to something that helps and is there. */
export function waysOut(code: VerdictCode, license: License, now: Date): Way[] {
  return waysOf[code].flatMap((name) => {
    const href = name === 'renew' && !speaksOfRenewal(license, now) ? null : hrefOf(name, license)
    return href ? [{ href, text: t(`accountLicenses.way.${name}` satisfies MessageKey) }] : []
  })
}

function hrefOf(
  name: WayName | FarWay,
  { order, handles }: Pick<License, 'order' | 'handles'>,
): string | null {
  if (name === 'product') return handles[0] ? `/p/${handles[0]}` : null
  if (name === 'order') return order ? `/account/orders/${order}` : null
  return name === 'list' ? '/account/licenses' : anchors[name]
}
