import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { takeAttempt } from '@/platform/attemptLimiter'
import { collectionOf } from '@/platform/database'
import {
  asOperation,
  asSystem,
  type DocumentTx,
  databaseOf,
  transactDocuments,
} from '@/platform/documentTransaction'
import { mail, mailLink } from './accountMails'
import { refuseWhenFull, whenHashingHasRoom } from './hashingRoom'
import { parseRegistration } from './input'
import { mailPolicy, spendRequest } from './limits'
import { hashForNothing } from './passwordHash'
import { type User, userDocument } from './records'
import { atSteadyPace } from './steadyPace'

export interface RegisterPerson {
  payload: Payload
  actor: Actor
  name: string
  email: string
  password: string
  /** Where the person wanted to go; travels in the mail. A checked path of ours. */
  next?: string | undefined
}

/**
 * Makes an account whose address is still to be verified. The answer and the work are the same for an address that has
 * one already: its owner is told by mail, the account stays as it is.
 * @throws CodedError 422 `input_invalid`, 429.
 */
export async function registerPerson({ payload, actor, next, ...raw }: RegisterPerson): Promise<void> {
  const input = parseRegistration(raw)
  const database = databaseOf(payload)
  refuseWhenFull('stranger')
  await spendRequest(database, actor)
  await atSteadyPace(500, async () => {
    const known = await collectionOf(database, userDocument).findOne({ email: input.email })
    if (known) await hashForNothing(input.password)
    const mayMail = !known || (await takeAttempt(database, mailPolicy('already-registered'), known._id)) === 0
    // Payload hashes while it creates: one hash, in its turn.
    const held = (work: () => Promise<void>) => (known ? work() : whenHashingHasRoom(work, 'stranger'))
    await held(() =>
      transactDocuments(payload, { actor }, async (tx) => {
        const owner = await tx.read(userDocument).findOne({ email: input.email })
        if (!owner) await createUser(tx, input, next)
        else if (mayMail) await tellOwner(tx, owner)
      }),
    )
  })
}

async function createUser(
  tx: DocumentTx,
  { name, email, password }: { name: string; email: string; password: string },
  next: string | undefined,
): Promise<void> {
  const created = await asOperation(tx, 'users', () =>
    tx.payload.create({
      collection: 'users',
      data: { name, email, password, roles: ['customer'] },
      ...asSystem(tx),
    }),
  )
  await tx.audit({ act: 'user.register', target: { collection: 'users', id: created.id } })
  await mailLink(tx, 'verify-email', { _id: created.id, email, name }, next)
}

/** Once an hour at most: the hour is part of the effect key. */
async function tellOwner(tx: DocumentTx, owner: User): Promise<void> {
  const occasion = `${owner._id}:${tx.now.toISOString().slice(0, 13)}`
  const key = `mail:already-registered:${occasion}`
  const said = await tx.database.db
    .collection<{ _id: string }>('outbox')
    .findOne({ _id: key }, { session: tx.session })
  if (!said) await mail(tx, 'already-registered', occasion, owner)
}
