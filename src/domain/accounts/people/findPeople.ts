import type { Filter } from 'mongodb'
import { licenseRecord } from '@/domain/licensing/records'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { type Customer, customerDocument, staffRoles, type User, userDocument } from '../records'
import { nameWords } from './nameWords'

export const peopleShown = ['everybody', 'staff', 'locked'] as const
export type PeopleShown = (typeof peopleShown)[number]

export type FoundPerson = Pick<
  User,
  '_id' | 'email' | 'name' | 'roles' | 'memberships' | 'emailVerifiedAt' | 'lockedAt'
>

export interface FoundPeople {
  people: FoundPerson[]
  /** Buyers of that address or id without an account. */
  guests: Pick<Customer, '_id' | 'email' | 'name'>[]
  /** The id to go on after; null: that was all. */
  next: string | null
}

const size = 25
const projection = {
  email: 1,
  name: 1,
  roles: 1,
  memberships: 1,
  emailVerifiedAt: 1,
  lockedAt: 1,
} as const
/** A search that a name cannot narrow is given up, not waited for. */
const longestMs = 3_000

/**
 * Finds people by the beginning of their names' words, by their whole address, or by an id: of the person, of one of their
 * customers, orders or licenses. Without words: the newest first. Every way goes by an index.
 */
export async function findPeople(
  database: Database,
  { words, shown, after }: { words: string; shown: PeopleShown; after: string | null },
): Promise<FoundPeople> {
  const text = words.trim().slice(0, 254)
  if (text.includes('@')) return byAddress(database, text.toLowerCase())
  if (/^[a-z]{3}_[0-9a-z]{3,40}$/i.test(text)) return byId(database, text.toLowerCase())
  const only = filters[shown]
  const asked = nameWords(text)
  if (text !== '' && asked.length === 0) return { people: [], guests: [], next: null }
  const named = asked.map((word) => ({ nameWords: { $regex: `^${word}` } }))
  const filter: Filter<User> = { $and: [only, ...named, after ? { _id: { $lt: after } } : {}] }
  const people = await collectionOf(database, userDocument)
    .find(filter, {
      projection,
      // The beginning of a name is found in the order of its index: sorted by anything else, all of them would be read.
      ...(asked.length > 0 ? {} : { sort: { _id: -1 as const } }),
      limit: size + 1,
      maxTimeMS: longestMs,
    })
    .toArray()
  const last = people[size - 1]
  return {
    people: people.slice(0, size),
    guests: [],
    // Names are narrowed by more letters, not paged.
    next: people.length > size && asked.length === 0 && last ? last._id : null,
  }
}

const filters: Readonly<Record<PeopleShown, Filter<User>>> = {
  everybody: {},
  staff: { roles: { $in: [...staffRoles] } },
  locked: { lockedAt: { $type: 'date' } },
}

async function byAddress(database: Database, email: string): Promise<FoundPeople> {
  const people = await collectionOf(database, userDocument).find({ email }, { projection }).toArray()
  const buyers = await collectionOf(database, customerDocument).find({ email }, { limit: size }).toArray()
  return withOwners(database, people, buyers)
}

async function byId(database: Database, id: string): Promise<FoundPeople> {
  if (id.startsWith('usr_')) {
    const people = await collectionOf(database, userDocument).find({ _id: id }, { projection }).toArray()
    return { people, guests: [], next: null }
  }
  const customer = await customerOf(database, id)
  const buyers = customer
    ? await collectionOf(database, customerDocument).find({ _id: customer }).toArray()
    : []
  return withOwners(database, [], buyers)
}

async function customerOf(database: Database, id: string): Promise<string | null> {
  if (id.startsWith('cus_')) return id
  if (id.startsWith('ord_'))
    return (await collectionOf(database, orderDocument).findOne({ _id: id }))?.customer ?? null
  if (id.startsWith('lic_'))
    return (await collectionOf(database, licenseRecord).findOne({ _id: id }))?.customer ?? null
  return null
}

/** Buyers as the people who own them; whom nobody owns is a guest. */
async function withOwners(
  database: Database,
  people: FoundPerson[],
  buyers: readonly Customer[],
): Promise<FoundPeople> {
  const known = new Set(people.map(({ _id }) => _id))
  const owners = buyers.flatMap(({ user }) => (user && !known.has(user) ? [user] : []))
  const others = await collectionOf(database, userDocument)
    .find({ _id: { $in: [...new Set(owners)] } }, { projection })
    .toArray()
  const guests = buyers.filter(({ user }) => !user)
  return {
    people: [...people, ...others],
    guests: guests.map(({ _id, email, name }) => ({ _id, email, name })),
    next: null,
  }
}
