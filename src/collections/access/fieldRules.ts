import type { FieldAccess } from 'payload'
import type { StaffRole } from '@/domain/accounts/records'
import { hasStaffRole, isActive } from '@/domain/accounts/rights'

/*
 * Rules of single fields. Payload drops a refused value without a word, so the access test reads the value back.
 * Operations run with access overridden; these rules bind people.
 */

export const noOne: FieldAccess = () => false

export const fieldForStaff =
  (...roles: readonly StaffRole[]): FieldAccess =>
  ({ req }) =>
    hasStaffRole(req.user, ...roles)

/** On the users collection: the person's own document, or staff in these roles. */
export const fieldForSelfOrStaff =
  (...roles: readonly StaffRole[]): FieldAccess =>
  ({ req, id, doc }) =>
    hasStaffRole(req.user, ...roles) || (isActive(req.user) && (doc?.id ?? id) === req.user.id)

/** Written by hooks and operations alone. */
export const setByUs = { create: noOne, update: noOne }
