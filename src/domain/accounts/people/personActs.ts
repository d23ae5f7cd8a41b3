import { conflict, forbidden, notFound } from '@/platform/errors'
import type { User } from '../records'
import { hasStaffRole, type Person } from '../rights'

/** What staff do to people (ID-8). */
export const personActs = [
  'lock',
  'unlock',
  'sign-out',
  'grant-role',
  'withdraw-role',
  'grant-membership',
  'withdraw-membership',
] as const
export type PersonAct = (typeof personActs)[number]

const forAdmins: readonly PersonAct[] = [
  'grant-role',
  'withdraw-role',
  'grant-membership',
  'withdraw-membership',
]

/** Support and admins see people; the rest of the staff does not. */
export const seesPeople = (by: Person | null | undefined): by is Person => hasStaffRole(by, 'support')

/**
 * Whether somebody may do this to a person: support and admins lock, unlock and sign out; staff only by admins; rights only
 * by admins; nobody to themselves, so that whoever acts stays, and the last admin with them.
 * @throws CodedError 404 for who does not see people, 403, 409 `own_account`.
 */
export function assertMayAct(act: PersonAct, by: Person | null, target: Pick<User, '_id' | 'roles'>): void {
  if (!seesPeople(by)) throw notFound('person')
  if (forAdmins.includes(act) && !hasStaffRole(by, 'admin')) throw forbidden()
  if (by.id === target._id)
    throw conflict('own_account', 'Nobody does this to their own account: ask another admin.')
  if (isStaff(target) && !hasStaffRole(by, 'admin'))
    throw forbidden('Only admins do this to people of the staff.')
}

const isStaff = ({ roles }: Pick<User, 'roles'>): boolean =>
  roles.some((role) => role === 'admin' || role === 'support' || role === 'editor' || role === 'finance')

/** What this person may do to that one now, for buttons. */
export function actsFor(by: Person, target: Pick<User, '_id' | 'roles' | 'lockedAt'>): PersonAct[] {
  return personActs.filter((act) => {
    if (act === 'lock' && target.lockedAt) return false
    if (act === 'unlock' && !target.lockedAt) return false
    if (act.startsWith('grant') && target.lockedAt) return false
    if (by.id === target._id || !seesPeople(by)) return false
    const isAdmin = hasStaffRole(by, 'admin')
    return isAdmin || (!forAdmins.includes(act) && !isStaff(target))
  })
}
