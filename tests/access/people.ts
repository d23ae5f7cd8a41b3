import { randomUUID } from 'node:crypto'
import { jwtSign } from 'payload'
import type { Role, SellerMemberRole } from '@/domain/accounts/records'
import type { Database } from '@/platform/database'

export const sellerA = 'sel_00000000000000000000000a'
export const sellerB = 'sel_00000000000000000000000b'

interface PersonSpec {
  roles: readonly Role[]
  memberships?: readonly { seller: string; role: SellerMemberRole }[]
  locked?: true
}

const member = (seller: string, role: SellerMemberRole): PersonSpec => ({
  roles: ['customer', 'seller'],
  memberships: [{ seller, role }],
})

/** Everybody who may come: one of each kind. */
export const people = {
  anonymous: null,
  customer: { roles: ['customer'] },
  affiliate: { roles: ['customer', 'affiliate'] },
  /** The role without a membership gives nothing. */
  sellerOfNothing: { roles: ['customer', 'seller'] },
  ownerA: member(sellerA, 'owner'),
  developerA: member(sellerA, 'developer'),
  supportA: member(sellerA, 'support'),
  financeA: member(sellerA, 'finance'),
  ownerB: member(sellerB, 'owner'),
  support: { roles: ['support'] },
  editor: { roles: ['editor'] },
  finance: { roles: ['finance'] },
  admin: { roles: ['admin'] },
  /** Locked, with a session that is still there. */
  lockedAdmin: { roles: ['admin'], locked: true },
} as const satisfies Record<string, PersonSpec | null>

export type PersonName = keyof typeof people
export const personNames = Object.keys(people) as PersonName[]
/** Whether the person acts for one of the two sellers. */
export const isMember = (name: PersonName): boolean => 'memberships' in (people[name] ?? {})
export const userIdOf = (name: PersonName): string => `usr_${name.toLowerCase().padStart(24, '0')}`

/**
 * Writes each person with one session and signs its token: the framework's own hash would take half a second each.
 * @param secret Payload's own, `payload.secret`.
 * @returns the session token by person; null for the anonymous.
 */
export async function signInEverybody(
  { db }: Database,
  secret: string,
): Promise<Record<PersonName, string | null>> {
  const users = db.collection<{ _id: string } & Record<string, unknown>>('users')
  const tokens = {} as Record<PersonName, string | null>
  for (const name of personNames) {
    const spec: PersonSpec | null = people[name]
    if (!spec) {
      tokens[name] = null
      continue
    }
    const now = new Date()
    const sid = randomUUID()
    await users.insertOne({
      _id: userIdOf(name),
      email: `${name.toLowerCase()}@example.com`,
      name,
      roles: [...spec.roles],
      memberships: (spec.memberships ?? []).map((membership) => ({ ...membership })),
      emailVerifiedAt: now,
      lockedAt: spec.locked ? now : null,
      lockReason: spec.locked ? 'a test of locks' : null,
      sessions: [{ id: sid, createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }],
      hash: 'a'.repeat(64),
      salt: 'b'.repeat(64),
      createdAt: now,
      updatedAt: now,
    })
    const { token } = await jwtSign({
      fieldsToSign: { id: userIdOf(name), collection: 'users', sid },
      secret,
      tokenExpiration: 86_400,
    })
    tokens[name] = token
  }
  return tokens
}
