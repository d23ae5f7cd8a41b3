import type { ClientUser } from 'payload'
import type { SellerMemberRole, StaffRole } from '@/domain/accounts/records'
import { hasStaffRole, type Person, sellersOf } from '@/domain/accounts/rights'

type Hidden = (args: { user: ClientUser | Person | null }) => boolean

/** Hides a collection from the navigation of whoever has nothing in it; the access rules decide, this only tidies. */
export const shownTo =
  ({ staff, members = [] }: { staff: readonly StaffRole[]; members?: readonly SellerMemberRole[] }): Hidden =>
  ({ user }) => {
    const person = user as Person | null
    return (
      !hasStaffRole(person, ...staff) && (members.length === 0 || sellersOf(person, ...members).length === 0)
    )
  }
