import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { mail } from '../accountMails'
import {
  type Role,
  type SellerMemberRole,
  type StaffRole,
  sellerDocument,
  type User,
  userDocument,
} from '../records'
import { personFor } from './actOnPerson'

interface RoleAct {
  userId: string
  role: StaffRole
  reason: string
}

/**
 * Makes somebody staff in one more role. Only a proven address, since the role goes to whoever reads it.
 * @throws CodedError 404, 403, 409 `own_account`, `has_role`, `address_unproven`, `person_locked`.
 */
export async function grantRole(tx: DocumentTx, { userId, role, reason }: RoleAct): Promise<void> {
  const user = await personFor(tx, 'grant-role', userId)
  assertCanHave(user)
  if (user.roles.includes(role)) throw conflict('has_role', 'This person has this role already.')
  await write(tx, user, { roles: [...user.roles, role] }, { act: 'user.grant-role', reason })
  await tell(tx, user, { granted: role })
}

/** @throws CodedError 404, 403, 409 `own_account`, `has_no_such_role`. */
export async function withdrawRole(tx: DocumentTx, { userId, role, reason }: RoleAct): Promise<void> {
  const user = await personFor(tx, 'withdraw-role', userId)
  if (!user.roles.includes(role)) throw conflict('has_no_such_role', 'This person does not have this role.')
  const roles = user.roles.filter((own) => own !== role)
  await write(tx, user, { roles }, { act: 'user.withdraw-role', reason })
  await tell(tx, user, { withdrawn: role })
}

interface MembershipAct {
  userId: string
  /** Its id; to grant, its present slug will do. */
  seller: string
  reason: string
}

/**
 * Lets somebody act for a seller, in one role; who is a member already gets the other role instead.
 * @throws CodedError 404, 403, 409 `own_account`, `has_role`, `address_unproven`, `person_locked`, `last_owner`.
 */
export async function grantMembership(
  tx: DocumentTx,
  { userId, seller: named, role, reason }: MembershipAct & { role: SellerMemberRole },
): Promise<void> {
  const user = await personFor(tx, 'grant-membership', userId)
  assertCanHave(user)
  const known = await tx.read(sellerDocument).findOne({ $or: [{ _id: named }, { slug: named }] })
  if (!known) throw notFound('seller')
  const seller = known._id
  const before = user.memberships.find((membership) => membership.seller === seller)
  if (before?.role === role) throw conflict('has_role', 'This person has this role at this seller already.')
  if (before?.role === 'owner') await assertOtherOwner(tx, user, seller)
  const memberships = [...user.memberships.filter((own) => own !== before), { seller, role }]
  const change = { memberships, roles: withSellerRole(user.roles, memberships.length > 0) }
  await write(tx, user, change, { act: 'user.grant-membership', reason })
  await tell(tx, user, { granted: role, seller: known.name })
}

/** @throws CodedError 404, 403, 409 `own_account`, `has_no_such_role`, `last_owner`. */
export async function withdrawMembership(
  tx: DocumentTx,
  { userId, seller, reason }: MembershipAct,
): Promise<void> {
  const user = await personFor(tx, 'withdraw-membership', userId)
  const before = user.memberships.find((membership) => membership.seller === seller)
  if (!before) throw conflict('has_no_such_role', 'This person does not act for this seller.')
  if (before.role === 'owner') await assertOtherOwner(tx, user, seller)
  const memberships = user.memberships.filter((own) => own !== before)
  const change = { memberships, roles: withSellerRole(user.roles, memberships.length > 0) }
  await write(tx, user, change, { act: 'user.withdraw-membership', reason })
  const known = await tx.read(sellerDocument).findOne({ _id: seller })
  await tell(tx, user, { withdrawn: before.role, seller: known?.name ?? seller })
}

function assertCanHave(user: User): void {
  if (user.lockedAt) throw conflict('person_locked', 'This person is locked: unlock them first.')
  if (!user.emailVerifiedAt)
    throw conflict('address_unproven', 'This person has not confirmed their address yet.')
}

/** A seller that sells keeps somebody who may act for it in everything; the house has the admins. */
async function assertOtherOwner(tx: DocumentTx, user: User, seller: string): Promise<void> {
  const isHouse = (await tx.read(sellerDocument).findOne({ _id: seller }))?.house ?? false
  const others = await tx.read(userDocument).count({
    _id: { $ne: user._id },
    memberships: { $elemMatch: { seller, role: 'owner' } },
  })
  if (!isHouse && others === 0)
    throw conflict('last_owner', 'This is the seller’s only owner: make somebody else an owner first.')
}

/** The role that says in lists who sells; the memberships alone give rights. */
function withSellerRole(roles: readonly Role[], isMember: boolean): Role[] {
  const others = roles.filter((role) => role !== 'seller')
  return isMember ? [...others, 'seller'] : others
}

type Rights = Partial<Pick<User, 'roles' | 'memberships'>>

async function write(
  tx: DocumentTx,
  user: User,
  change: Rights,
  { act, reason }: { act: string; reason: string },
): Promise<void> {
  const plain = ({ roles, memberships }: Rights) => ({
    ...(roles ? { roles } : {}),
    ...(memberships ? { memberships: memberships.map(({ seller, role }) => ({ seller, role })) } : {}),
  })
  const keys = Object.keys(change) as (keyof Rights)[]
  const before = Object.fromEntries(keys.map((key) => [key, user[key]])) as Rights
  await asOperation(tx, 'users', () =>
    tx.payload.update({ collection: 'users', id: user._id, data: plain(change), ...asSystem(tx) }),
  )
  await tx.audit({
    act,
    target: { collection: 'users', id: user._id },
    reason,
    before: plain(before),
    after: plain(change),
  })
}

/** What changed, for the mail: `granted` or `withdrawn`, a role of ours or at a seller. */
const tell = (tx: DocumentTx, user: User, change: Record<string, string>): Promise<void> =>
  mail(tx, 'rights-changed', `${user._id}:${tx.now.toISOString()}`, user, change)
