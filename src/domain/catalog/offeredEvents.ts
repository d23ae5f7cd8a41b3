import { hasStaffRole, isMemberOf, type Person } from '@/domain/accounts/rights'
import { type ProductEvent, type ProductStatus, productEvents, sellerEvents } from './productState'

/** The buttons to show for a product in this state, for this person. */
export function offeredEvents(person: Person, status: ProductStatus, seller: string): ProductEvent[] {
  if (hasStaffRole(person, 'editor')) return productEvents(status)
  return isMemberOf(person, seller, 'owner', 'developer') ? sellerEvents(status) : []
}
