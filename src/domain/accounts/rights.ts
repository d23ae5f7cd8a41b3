import type { Role, SellerMemberRole, StaffRole } from './records'

/** What decides rights: a signed-in person as the session carries it. Payload's `req.user` has this shape. */
export interface Person {
  id: string
  roles?: readonly Role[] | null
  memberships?: readonly { seller: string | { id: string }; role: SellerMemberRole }[] | null
  lockedAt?: string | Date | null
}

/** A locked account has no rights at all, whatever its session says. */
export const isActive = (person: Person | null | undefined): person is Person =>
  Boolean(person) && !person?.lockedAt

/** Whether the person is staff in one of these roles; an admin is in all of them. Without roles: any staff. */
export function hasStaffRole(person: Person | null | undefined, ...allowed: readonly StaffRole[]): boolean {
  if (!isActive(person)) return false
  const roles = person.roles ?? []
  if (roles.includes('admin')) return true
  const wanted: readonly Role[] = allowed.length > 0 ? allowed : ['support', 'editor', 'finance']
  return roles.some((role) => wanted.includes(role))
}

/** The sellers in which the person is a member in one of these roles; without roles: in any. */
export function sellersOf(
  person: Person | null | undefined,
  ...allowed: readonly SellerMemberRole[]
): string[] {
  if (!isActive(person)) return []
  const memberships = person.memberships ?? []
  return memberships
    .filter(({ role }) => allowed.length === 0 || allowed.includes(role))
    .map(({ seller }) => (typeof seller === 'string' ? seller : seller.id))
}

/** Whether the person may act for that seller in one of these roles; without roles: in any. */
export const isMemberOf = (
  person: Person | null | undefined,
  seller: string,
  ...allowed: readonly SellerMemberRole[]
): boolean => sellersOf(person, ...allowed).includes(seller)

/** Who may open the panel: staff, and members of a seller (ID-2). */
export const mayOpenPanel = (person: Person | null | undefined): boolean =>
  hasStaffRole(person) || sellersOf(person).length > 0
