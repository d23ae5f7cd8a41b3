import { executeAuthStrategies, type Payload } from 'payload'
import { z } from 'zod'
import { membershipSchema, roles } from './records'

const sessionUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullish(),
  roles: z.array(z.enum(roles)).nullish(),
  memberships: z.array(membershipSchema).nullish(),
  emailVerifiedAt: z.string().nullish(),
  lockedAt: z.string().nullish(),
  _sid: z.string(),
})

/** Who is signed in, as pages and operations see it. */
export interface SignedInPerson {
  id: string
  email: string
  name: string
  roles: z.infer<typeof sessionUser>['roles'] & {}
  memberships: z.infer<typeof membershipSchema>[]
  emailVerified: boolean
  sessionId: string
}

/**
 * Who holds this session token, if its session is still open and the account not locked. Payload's own check, by the
 * header that says "a token was given on purpose": whether a cookie may speak here was decided by the caller.
 */
export async function personOfToken(payload: Payload, token: string): Promise<SignedInPerson | null> {
  const headers = new Headers({ Authorization: `JWT ${token}`, DisableAutologin: 'true' })
  const { user } = await executeAuthStrategies({ headers, payload })
  if (!user) return null
  const parsed = sessionUser.parse(user)
  if (parsed.lockedAt) return null
  return {
    id: parsed.id,
    email: parsed.email,
    name: parsed.name ?? '',
    roles: parsed.roles ?? [],
    memberships: parsed.memberships ?? [],
    emailVerified: Boolean(parsed.emailVerifiedAt),
    sessionId: parsed._sid,
  }
}
