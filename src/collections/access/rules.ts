import type { Access, Where } from 'payload'
import type { SellerMemberRole, StaffRole } from '@/domain/accounts/records'
import { hasStaffRole, isActive, sellersOf } from '@/domain/accounts/rights'

/*
 * Small named rules; a collection composes them. A rule answers yes, no, or a Where that read, update and delete honor.
 * `create` cannot filter: there a Where would let everything pass, so create takes `mayCreate(…)`, which answers
 * yes or no, and a hook verifies the owner.
 */

export const nobody: Access = () => false

/** Published content that any page shows, signed in or not. */
export const everybody: Access = () => true

/** Staff in one of these roles; an admin always. Without roles: any staff. */
export const isStaff =
  (...roles: readonly StaffRole[]): Access =>
  ({ req }) =>
    hasStaffRole(req.user, ...roles)

export const isAdmin: Access = ({ req }) => hasStaffRole(req.user, 'admin')

/** Documents whose `seller` the person is a member of, in one of these roles; without roles: in any. */
export const ownedBySeller =
  (...roles: readonly SellerMemberRole[]): Access =>
  ({ req }) =>
    whereIn('seller', sellersOf(req.user, ...roles))

/** The seller documents that the person is a member of. */
export const ownSeller =
  (...roles: readonly SellerMemberRole[]): Access =>
  ({ req }) =>
    whereIn('id', sellersOf(req.user, ...roles))

/** The person's own user document. */
export const isSelf: Access = ({ req }) => (isActive(req.user) ? { id: { equals: req.user.id } } : false)

/** The first rule that says yes decides; Where answers are joined by or. */
export const anyOf =
  (...rules: readonly Access[]): Access =>
  async (args) => {
    const wheres: Where[] = []
    for (const rule of rules) {
      const answer = await rule(args)
      if (answer === true) return true
      if (answer !== false) wheres.push(answer)
    }
    const [first] = wheres
    if (!first) return false
    return wheres.length === 1 ? first : { or: wheres }
  }

/** Every rule must allow; Where answers are joined by and. */
export const allOf =
  (...rules: readonly Access[]): Access =>
  async (args) => {
    const wheres: Where[] = []
    for (const rule of rules) {
      const answer = await rule(args)
      if (answer === false) return false
      if (answer !== true) wheres.push(answer)
    }
    return wheres.length === 0 ? true : { and: wheres }
  }

/** Only documents that meet a condition, for whoever passes another rule beside it. */
export const onlyWhere =
  (where: Where): Access =>
  () =>
    where

/** For `create`: staff in these roles, or a member of any seller in one of those. The owner itself is a hook's work. */
export const mayCreate =
  ({ staff, members }: { staff: readonly StaffRole[]; members: readonly SellerMemberRole[] }): Access =>
  ({ req }) =>
    hasStaffRole(req.user, ...staff) || (members.length > 0 && sellersOf(req.user, ...members).length > 0)

const whereIn = (field: string, ids: readonly string[]): Where | false =>
  ids.length === 0 ? false : { [field]: { in: [...ids] } }
