import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { step } from '@/platform/steps'
import { customerDocument } from './records'

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
    const data = { user, emailVerifiedAt: (guest.emailVerifiedAt ?? tx.now).toISOString() }
    await step('customer.claim.owner', () =>
      asOperation(tx, 'customers', () =>
        tx.payload.update({ collection: 'customers', id: guest._id, data, ...asSystem(tx) }),
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
