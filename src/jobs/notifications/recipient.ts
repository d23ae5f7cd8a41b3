import { customerDocument, roles, userDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'

/**
 * The addresses behind `to` of a mail row: an address, or the id of a customer, a user or a seller (its owners), or
 * `staff:<role>:…` (who has one of them, and the admins), so that the outbox holds as few addresses as possible.
 */
export async function addressesOf(database: Database, to: string): Promise<string[]> {
  if (to.includes('@')) return [to]
  if (to.startsWith('cus_')) {
    const customer = await collectionOf(database, customerDocument).findOne({ _id: to })
    return customer ? [customer.email] : []
  }
  if (to.startsWith('staff:')) {
    const wanted = roles.filter((role) => role === 'admin' || to.split(':').slice(1).includes(role))
    const staff = await collectionOf(database, userDocument)
      .find({ roles: { $in: wanted }, lockedAt: null }, { limit: 20 })
      .toArray()
    return staff.map((user) => user.email)
  }
  const filter = to.startsWith('sel_')
    ? { memberships: { $elemMatch: { seller: to, role: 'owner' as const } } }
    : { _id: to }
  const users = await collectionOf(database, userDocument).find(filter, { limit: 20 }).toArray()
  return users.map((user) => user.email)
}
