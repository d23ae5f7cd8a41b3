import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import {
  asOperation,
  asSystem,
  type DocumentTx,
  databaseOf,
  transactDocuments,
} from '@/platform/documentTransaction'
import { step } from '@/platform/steps'
import { customerDocument, userDocument } from './records'

/**
 * Gives a person the buyers that used their address as guests, and with them orders, licenses and invoices (BUY-2).
 * Only for an address that this person has proven. Each buyer is claimed once: it is read without an owner in the same
 * transaction that writes one, so the second of two claims conflicts, runs again and finds it taken.
 * @returns ids of the buyers that were claimed.
 */
export async function claimCustomers(
  tx: DocumentTx,
  { user, email }: { user: string; email: string },
): Promise<string[]> {
  const guests = await tx.read(customerDocument).find({ email, user: null })
  for (const guest of guests) {
    await step('customer.claim.owner', () =>
      asOperation(tx, 'customers', () =>
        tx.payload.update({
          collection: 'customers',
          id: guest._id,
          data: { user, emailVerifiedAt: (guest.emailVerifiedAt ?? tx.now).toISOString() },
          ...asSystem(tx),
        }),
      ),
    )
    await step('customer.claim.audit', () =>
      tx.audit({
        act: 'customer.claim',
        target: { collection: 'customers', id: guest._id },
        after: { user },
      }),
    )
  }
  return guests.map((guest) => guest._id)
}

/**
 * What was bought with a proven address after its owner signed in, as a guest in another browser: claimed before a page
 * shows what is the person's own. Costs one question where nothing waits.
 * @returns how many buyers were claimed.
 */
export async function claimWaiting({
  payload,
  actor,
  userId,
  email,
}: {
  payload: Payload
  actor: Actor
  userId: string
  email: string
}): Promise<number> {
  const waiting = await collectionOf(databaseOf(payload), customerDocument).findOne({ email, user: null })
  if (!waiting) return 0
  return transactDocuments(payload, { actor }, async (tx) => {
    const user = await tx.read(userDocument).findOne({ _id: userId, email, lockedAt: null })
    return user?.emailVerifiedAt ? (await claimCustomers(tx, { user: userId, email })).length : 0
  })
}
