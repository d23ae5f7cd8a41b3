import type { Endpoint } from 'payload'
import { z } from 'zod'
import {
  grantMembership,
  grantRole,
  withdrawMembership,
  withdrawRole,
} from '@/domain/accounts/people/changeRights'
import { lockPerson, signOutPerson, unlockPerson } from '@/domain/accounts/people/lockPerson'
import type { PersonAct } from '@/domain/accounts/people/personActs'
import { sellerMemberRoles, staffRoles } from '@/domain/accounts/records'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { panelAct } from '../panelAct'

const reason = z.string().trim().min(3).max(1_000)
const withReason = z.strictObject({ reason })
const withRole = z.strictObject({ reason, role: z.enum(staffRoles) })
const seller = z.string().max(60)

/** `/api/users/:id/<act>`: what staff do to people (ID-8). Who may is asked in the transaction that acts. */
export const personEndpoints: Endpoint[] = [
  personAct('lock', withReason, async (tx, act) => ({ sessionsEnded: await lockPerson(tx, act) })),
  personAct('unlock', withReason, async (tx, act) => {
    await unlockPerson(tx, act)
    return {}
  }),
  personAct('sign-out', withReason, async (tx, act) => ({ sessionsEnded: await signOutPerson(tx, act) })),
  personAct('grant-role', withRole, async (tx, act) => {
    await grantRole(tx, act)
    return {}
  }),
  personAct('withdraw-role', withRole, async (tx, act) => {
    await withdrawRole(tx, act)
    return {}
  }),
  personAct(
    'grant-membership',
    z.strictObject({ reason, seller, role: z.enum(sellerMemberRoles) }),
    async (tx, act) => {
      await grantMembership(tx, act)
      return {}
    },
  ),
  personAct('withdraw-membership', z.strictObject({ reason, seller }), async (tx, act) => {
    await withdrawMembership(tx, act)
    return {}
  }),
]

function personAct<Input extends object>(
  act: PersonAct,
  body: z.ZodType<Input>,
  run: (tx: DocumentTx, input: Input & { userId: string }) => Promise<object>,
): Endpoint {
  return panelAct({
    path: `/:id/${act}`,
    body,
    run: ({ req, actor, id, input }) =>
      transactDocuments(req.payload, { actor }, (tx) => run(tx, { ...input, userId: id })),
  })
}
