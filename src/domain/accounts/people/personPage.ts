import { type License, licenseRecord } from '@/domain/licensing/records'
import { type Order, orderDocument } from '@/domain/orders/records'
import { type AuditRecord, auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { listSessions, type SessionRow } from '../listSessions'
import {
  type Customer,
  customerDocument,
  type Seller,
  type SellerMemberRole,
  sellerDocument,
  type User,
  userDocument,
} from '../records'
import { addressesOf } from '../settings/settingsPage'

export interface PersonPage {
  user: Omit<User, 'hash' | 'salt' | 'sessions'>
  memberships: { seller: Pick<Seller, '_id' | 'name'>; role: SellerMemberRole }[]
  sessions: SessionRow[]
  customers: Customer[]
  /** The newest, at most twenty each. */
  orders: Order[]
  licenses: License[]
  /** What was done to the account, the newest first, at most fifty. */
  audit: AuditRecord[]
  /** Addresses of who did it, by user id. */
  actors: Map<string, string>
}

const newest = { sort: { createdAt: -1 as const }, limit: 20 }

/** A person as staff see them, without password and session ids; null: there is none of this id. */
export async function personPage(database: Database, userId: string): Promise<PersonPage | null> {
  const user = await collectionOf(database, userDocument).findOne(
    { _id: userId },
    { projection: { hash: 0, salt: 0, sessions: 0 } },
  )
  if (!user) return null
  const customers = await collectionOf(database, customerDocument)
    .find({ user: userId }, { limit: 50 })
    .toArray()
  const bought = { customer: { $in: customers.map(({ _id }) => _id) } }
  const [memberships, sessions, orders, licenses, audit] = await Promise.all([
    membershipsOf(database, user),
    listSessions(database, { userId, sessionId: null }),
    collectionOf(database, orderDocument).find(bought, newest).toArray(),
    collectionOf(database, licenseRecord).find(bought, newest).toArray(),
    collectionOf(database, auditRecord)
      .find({ 'target.id': userId }, { sort: { at: -1 }, limit: 50 })
      .toArray(),
  ])
  const actors = await addressesOf(
    database,
    audit.map(({ actor }) => actor.id),
  )
  return { user, memberships, sessions, customers, orders, licenses, audit, actors }
}

async function membershipsOf(
  database: Database,
  { memberships }: Pick<User, 'memberships'>,
): Promise<PersonPage['memberships']> {
  const sellers = await collectionOf(database, sellerDocument)
    .find({ _id: { $in: memberships.map(({ seller }) => seller) } }, { projection: { name: 1 } })
    .toArray()
  const names = new Map(sellers.map(({ _id, name }) => [_id, name]))
  return memberships.map(({ seller, role }) => ({
    seller: { _id: seller, name: names.get(seller) ?? seller },
    role,
  }))
}
