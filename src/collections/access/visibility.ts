import type { CollectionConfig } from 'payload'
import type { SellerMemberRole, StaffRole } from '@/domain/accounts/records'
import { hasStaffRole, sellersOf } from '@/domain/accounts/rights'

type Hidden = NonNullable<NonNullable<CollectionConfig['admin']>['hidden']>

/** Hides a collection from the navigation of whoever has nothing in it; the access rules decide, this only tidies. */
export const shownTo =
  ({ staff, members = [] }: { staff: readonly StaffRole[]; members?: readonly SellerMemberRole[] }): Hidden =>
  ({ user }) =>
    !hasStaffRole(user, ...staff) && !(members.length > 0 && sellersOf(user, ...members).length > 0)
