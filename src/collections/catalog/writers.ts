import type { Condition } from 'payload'
import type { SellerMemberRole, StaffRole } from '@/domain/accounts/records'
import type { ProductType } from '@/domain/catalog/records'

/** Who writes listings: editors for everybody, owners and developers for their seller. */
export const catalogWriters: { staff: readonly StaffRole[]; members: readonly SellerMemberRole[] } = {
  staff: ['editor'],
  members: ['owner', 'developer'],
}

/** Shows a field for these product types only (CAT-2). */
export const isType =
  (...types: readonly ProductType[]): Condition =>
  (data) =>
    types.includes(data?.type)
