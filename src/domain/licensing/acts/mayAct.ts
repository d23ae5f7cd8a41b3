import { hasStaffRole, isMemberOf, type Person } from '@/domain/accounts/rights'
import { forbidden, notFound } from '@/platform/errors'
import type { License } from '../records'

/** What a button does to a license. */
export type ToolName =
  | 'view'
  | 'suspend'
  | 'resume'
  | 'revoke'
  | 'replace-key'
  | 'extend'
  | 'limits'
  | 'transfer'
  | 'clear-suspicion'
  | 'issue'
  | 'import'

/** A seller's support people look, and give a customer with a leaked key another one. */
const memberRoles: Record<ToolName, readonly ('owner' | 'developer' | 'support')[]> = {
  view: ['owner', 'developer', 'support'],
  'replace-key': ['owner', 'developer', 'support'],
  'clear-suspicion': ['owner', 'developer', 'support'],
  suspend: ['owner', 'developer'],
  resume: ['owner', 'developer'],
  revoke: ['owner'],
  extend: ['owner', 'developer'],
  limits: ['owner', 'developer'],
  transfer: ['owner', 'developer'],
  issue: ['owner', 'developer'],
  import: ['owner'],
}

/** The acts that mean something in each state, in the order of the buttons. */
const actsIn: Record<License['status'], readonly ToolName[]> = {
  pending: ['revoke'],
  active: ['replace-key', 'extend', 'limits', 'transfer', 'suspend', 'revoke'],
  expired: ['extend', 'replace-key', 'limits', 'transfer', 'suspend', 'revoke'],
  suspended: ['resume', 'replace-key', 'extend', 'limits', 'revoke'],
  revoked: [],
}

/** The buttons that a person gets on a license: what its state and the person's role allow. */
export function toolsFor(
  person: Person,
  license: Pick<License, 'seller' | 'status' | 'reason' | 'suspicion'>,
): ToolName[] {
  const isStaff = hasStaffRole(person, 'support')
  const wanted = [...(license.suspicion ? (['clear-suspicion'] as const) : []), ...actsIn[license.status]]
  const liftable = isLiftable(license.reason, isStaff ? 'staff' : 'seller')
  return wanted.filter((tool) => mayUse(person, license, tool) && (tool !== 'resume' || liftable))
}

/** Whether the person's role allows the tool on licenses of this seller, whatever state they are in. */
export const mayUse = (person: Person, { seller }: Pick<License, 'seller'>, tool: ToolName): boolean =>
  hasStaffRole(person, 'support') || isMemberOf(person, seller, ...memberRoles[tool])

export type Standing = 'staff' | 'seller'

/**
 * What another side suspended, another side lifts: a seller only what a seller did. A dispute is decided by the bank: won,
 * it lifts itself; lost, the license stays as it is, and nobody gives it back by a button.
 */
export const isLiftable = (reason: License['reason'], standing: Standing): boolean =>
  standing === 'seller' ? reason === 'seller' : reason !== 'disputed'

/** Whether an act means something in the state of the license. */
export const isActOf = ({ status }: Pick<License, 'status'>, tool: ToolName): boolean =>
  actsIn[status].includes(tool)

/**
 * As whom a person acts on licenses of a seller (LIC-9): support staff on all, members on their seller's.
 * @throws CodedError 404 where the license is not theirs to see, 403 where they see it and may not do this.
 */
export function standingFor(person: Person, { seller }: Pick<License, 'seller'>, tool: ToolName): Standing {
  if (hasStaffRole(person, 'support')) return 'staff'
  if (isMemberOf(person, seller, ...memberRoles[tool])) return 'seller'
  if (isMemberOf(person, seller, ...memberRoles.view)) throw forbidden()
  throw notFound('license')
}
