import type { LicensePlace } from './records'

/** Every code, in the order of the checks (spec/API.md, Licenses). A code never changes its meaning. */
export const verdictCodes = [
  'MALFORMED',
  'NOT_FOUND',
  'PRODUCT_MISMATCH',
  'REVOKED',
  'REFUNDED',
  'DISPUTED',
  'CANCELED',
  'SUSPENDED',
  'PENDING',
  'NOT_YET_VALID',
  'TRIAL_EXPIRED',
  'EXPIRED',
  'CLASS_NOT_ALLOWED',
  'DOMAIN_REQUIRED',
  'DOMAIN_MISMATCH',
  'IP_MISMATCH',
  'ACTIVATION_REQUIRED',
  'ACTIVATION_LIMIT',
  'ACTIVATION_COOLDOWN',
  'CLONE_DETECTED',
  'VERSION_NOT_ENTITLED',
  'FEATURE_MISSING',
  'QUOTA_EXCEEDED',
  'VALID',
  'GRACE',
] as const
export type VerdictCode = (typeof verdictCodes)[number]
export type RefusalCode = Exclude<VerdictCode, 'VALID' | 'GRACE'>

export interface VerdictCheck {
  check:
    | 'format'
    | 'record'
    | 'product'
    | 'status'
    | 'term'
    | 'class'
    | 'domain'
    | 'address'
    | 'activation'
    | 'version'
    | 'features'
    | 'usage'
  passed: boolean
}

export interface Verdict {
  /** Decides. */
  valid: boolean
  /** Explains. */
  code: VerdictCode
  /** From the top of the ladder to the first rung that failed. */
  checks: readonly VerdictCheck[]
  place: LicensePlace | null
  /** Valid if a seat is taken for the asked place now. */
  binds: boolean
}

/** One sentence for a person behind each code: what is so, and what can be done. */
export const verdictDetails: Readonly<Record<VerdictCode, string>> = {
  MALFORMED: 'This is not a whole license key or proof: compare it with the one in your account.',
  NOT_FOUND: 'There is no such license for this product.',
  PRODUCT_MISMATCH: 'This license belongs to another product.',
  REVOKED: 'This license was withdrawn.',
  REFUNDED: 'The purchase of this license was refunded.',
  DISPUTED: 'The payment of this license is disputed; it rests until that is decided.',
  CANCELED: 'The purchase of this license was canceled.',
  SUSPENDED: 'This license is suspended; its owner finds the reason in the account.',
  PENDING: 'The purchase of this license is still being checked.',
  NOT_YET_VALID: 'This license begins later.',
  TRIAL_EXPIRED: 'The trial is over.',
  EXPIRED: 'This license has expired; its owner can renew it.',
  CLASS_NOT_ALLOWED: 'The class of this license does not cover this use.',
  DOMAIN_REQUIRED: 'This license is bound to domains: say on which one it is used.',
  DOMAIN_MISMATCH: 'This license does not cover this domain.',
  IP_MISMATCH: 'This license does not cover the address that asks.',
  ACTIVATION_REQUIRED: 'This license is not activated here: validate once with the key.',
  ACTIVATION_LIMIT: 'This license is in use on as many places as were bought.',
  ACTIVATION_COOLDOWN: 'This license was moved too often lately.',
  CLONE_DETECTED: 'This license is in use on places that cannot all be right.',
  VERSION_NOT_ENTITLED: 'This version was released after the update window of this license ended.',
  FEATURE_MISSING: 'This license does not include a feature that is asked for.',
  QUOTA_EXCEEDED: 'The usage that was bought is used up.',
  VALID: 'This license is valid.',
  GRACE: 'This license has expired and works for the days of grace; its owner can renew it.',
}
