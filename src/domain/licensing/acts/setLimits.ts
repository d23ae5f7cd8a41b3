import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { licenseTermsSchema } from '@/domain/catalog/records'
import { conflict, invalid, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { parseDomainRule } from '../domainRule'
import { historyRow } from '../history'
import { isIpRule } from '../ipRule'
import { licenseNotice } from '../notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'

const atLeastOne = z.number().int().min(1).nullable()
const shape = licenseTermsSchema.shape

/** What may be given beside what was sold, license by license (LIC-2); what is left out stays. */
export const limitsInput = z
  .strictObject({
    seats: atLeastOne.refine((seats) => seats === null || seats <= 100_000, 'at most 100000'),
    users: atLeastOne,
    limits: shape.limits.partial(),
    graceDays: shape.graceDays.min(0).max(90),
    features: shape.features.max(100),
    domains: shape.domains
      .max(50)
      .refine(
        (rules) => rules.every((rule) => parseDomainRule(rule).kind !== 'refused'),
        'not a domain rule',
      ),
    ipRules: shape.ipRules.max(50).refine((rules) => rules.every(isIpRule), 'not an address or CIDR block'),
    moveQuota: z.number().int().min(0).max(50).nullable(),
    reclaimDays: z.number().int().min(7).max(366).nullable(),
    clonePlaces: z.number().int().min(2).max(10_000).nullable(),
    cloneBlocks: z.boolean(),
  })
  .partial()
export type Limits = z.infer<typeof limitsInput>

export interface SetLimits {
  licenseId: string
  limits: Limits
  reason: string
  /** A seller may give more than was sold and take that back, never less than was sold; staff may set any. */
  mayGoBelowSold: boolean
}

/**
 * Changes what one license allows: its terms as they hold, while `sold` keeps what was bought. In history and audit with
 * the reason; the customer is told. Places that are in use stay, also when there are fewer seats now.
 * @throws CodedError 404, 409, 422 `below_sold` with the fields that would be less than was sold,
 * 422 `nothing_changed`.
 */
export async function setLimits(
  tx: Tx,
  { licenseId, limits, reason, mayGoBelowSold }: SetLimits,
): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (license.status === 'revoked')
    throw conflict('license_state', 'This license is revoked, and that is final.')
  const next = limitsAllowed(license, limits, mayGoBelowSold)
  if (isDeepStrictEqual(next, { seats: license.seats, terms: license.terms }))
    throw invalid('nothing_changed', 'These are the limits that it has already.')
  const changed = await step('license.limits.change', () =>
    tx
      .of(licenseRecord)
      .claim({ _id: licenseId, updatedAt: license.updatedAt }, { $set: { ...next, updatedAt: tx.now } }),
  )
  if (!changed)
    throw conflict('license_changed', 'This license changed in the meantime. Reload and try again.')
  const { before, after } = difference(license, changed, limits)
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, changed, { kind: 'limits_changed', reason, data: { before, after } }))
  await tx.audit({
    act: 'license.set_limits',
    target: { collection: 'licenses', id: licenseId },
    reason,
    before,
    after,
  })
  const notice = { kind: 'limits_changed', note: reason, before, after } as const
  await step('license.limits.mail', () => licenseNotice(tx, changed, notice))
  return changed
}

/**
 * Terms and seats as they would be. Judged is what changes only: what staff lowered before stands in nobody's way.
 * @throws CodedError 422 `below_sold`.
 */
export function limitsAllowed(license: License, limits: Limits, mayGoBelowSold: boolean): Holds {
  const next = withLimits(license, limits)
  const below = mayGoBelowSold
    ? []
    : belowSold(license.sold, next).filter(
        (path) => !isDeepStrictEqual(fieldOf(license, path), fieldOf(next, path)),
      )
  if (below.length === 0) return next
  throw invalid(
    'below_sold',
    'A license never gets less than was sold.',
    below.map((path) => ({ path, code: 'below_sold', message: 'This is less than was sold.' })),
  )
}

type Holds = Pick<License, 'terms' | 'seats'>

/** What stands at a path such as `belowSold` names. */
function fieldOf({ seats, terms }: Holds, path: string): unknown {
  if (path === 'seats') return seats
  const [, limit] = path.split('limits.')
  return new Map<string, unknown>(Object.entries(limit === undefined ? terms : terms.limits)).get(
    limit ?? path,
  )
}

/** Terms and seats with the change in them. */
export function withLimits({ terms, seats }: Holds, { seats: wanted, limits, ...change }: Limits): Holds {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  return {
    seats: wanted === undefined ? seats : wanted,
    terms: {
      ...terms,
      ...given,
      activations: wanted === undefined ? terms.activations : wanted,
      limits: { ...terms.limits, ...withoutUndefined(limits ?? {}) },
    },
  }
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T

/** The fields in which `next` is less than what was sold; null is more than any number, no rule more than any rule. */
export function belowSold(sold: Holds, next: Holds): string[] {
  const less = (a: number | null, b: number | null) => a !== null && (b === null || a < b)
  const lacks = (a: readonly string[], b: readonly string[]) => b.some((entry) => !a.includes(entry))
  const tighter = (a: readonly string[], b: readonly string[]) =>
    a.length > 0 && (b.length === 0 || lacks(a, b))
  const { terms: was } = sold
  const { terms: is } = next
  const counted = Object.entries(was.limits)
    .filter(([name, bought]) => less(is.limits[name as keyof typeof is.limits], bought))
    .map(([name]) => `limits.${name}`)
  return [
    ...(less(next.seats, sold.seats) ? ['seats'] : []),
    ...(less(is.users, was.users) ? ['users'] : []),
    ...counted,
    ...(is.graceDays < was.graceDays ? ['graceDays'] : []),
    ...(lacks(is.features, was.features) ? ['features'] : []),
    ...(tighter(is.domains, was.domains) ? ['domains'] : []),
    ...(tighter(is.ipRules, was.ipRules) ? ['ipRules'] : []),
    ...(less(is.moveQuota, was.moveQuota) ? ['moveQuota'] : []),
  ]
}

function difference(was: Holds, is: Holds, asked: Limits) {
  const of = ({ seats, terms }: Holds) =>
    Object.fromEntries(
      Object.keys(asked).map((field) => [
        field,
        field === 'seats' ? seats : terms[field as Exclude<keyof Limits, 'seats'>],
      ]),
    )
  return { before: of(was), after: of(is) }
}
