import { type Role, userDocument } from '@/domain/accounts/records'
import { markVerified } from '@/domain/accounts/verifyEmail'
import { collectionOf } from '@/platform/database'
import { asOperation, asSystem } from '@/platform/documentTransaction'
import { actAt, forEachAtOnce, type SeedContext } from './context'

/** Everybody's in the demo, and printed at every start: it protects nothing. */
export const demoPassword = 'open-the-demo-door'

interface DemoPerson {
  role: string
  email: string
  name: string
  roles: Role[]
  /** Slug of the seller that this person owns. */
  seller?: string
}

const people: readonly DemoPerson[] = [
  { role: 'Admin', email: 'admin@example.com', name: 'Demo Admin', roles: ['admin'] },
  { role: 'Support', email: 'support@example.com', name: 'Demo Support', roles: ['support'] },
  { role: 'Editor', email: 'editor@example.com', name: 'Demo Editor', roles: ['editor'] },
  { role: 'Finance', email: 'finance@example.com', name: 'Demo Finance', roles: ['finance'] },
  {
    role: 'Seller (Loomvale)',
    email: 'loomvale@example.com',
    name: 'Loomvale Workshop',
    roles: ['customer', 'seller'],
    seller: 'loomvale',
  },
  {
    role: 'Seller (Papermoth)',
    email: 'papermoth@example.com',
    name: 'Papermoth Drawing Room',
    roles: ['customer', 'seller'],
    seller: 'papermoth',
  },
  { role: 'Customer', email: 'customer@example.com', name: 'Kitebarrow Studio', roles: ['customer'] },
]

export const customerEmail = 'customer@example.com'
export const supportEmail = 'support@example.com'

export interface DemoAccount {
  role: string
  email: string
  password: string
  where: string
}

/** The list that `npm start` prints. */
export const demoAccounts = (publicUrl: string): DemoAccount[] =>
  people.map(({ role, email, roles, seller }) => ({
    role,
    email,
    password: demoPassword,
    where: seller || !roles.includes('customer') ? `${publicUrl}/admin` : `${publicUrl}/account`,
  }))

/** @param sellers slug → id. @returns address → user id. */
export async function writeAccounts(
  context: SeedContext,
  sellers: ReadonlyMap<string, string>,
  at: Date,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  await forEachAtOnce(people, 4, async ({ email, name, roles, seller: slug }) => {
    const known = await collectionOf(context.database, userDocument).findOne({ email })
    const seller = slug === undefined ? undefined : sellers.get(slug)
    ids.set(
      email,
      known?._id ??
        (await actAt(context, at, async (tx) => {
          const { id } = await asOperation(tx, 'users', () =>
            tx.payload.create({
              collection: 'users',
              data: {
                email,
                name,
                roles,
                password: demoPassword,
                memberships: seller ? [{ seller, role: 'owner' }] : [],
                createdAt: at.toISOString(),
              },
              ...asSystem(tx),
            }),
          )
          const user = await tx.read(userDocument).findOne({ _id: id })
          if (!user) throw new Error(`${email} was not stored`)
          await markVerified(tx, user)
          return id
        })),
    )
  })
  return ids
}
