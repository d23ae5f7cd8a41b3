import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { customerDocument, userDocument } from './records'

/**
 * The buyer that the books know by an address: the one that somebody signs in as, else a guest, else a new one. Who has
 * proven the address owns the new one at once; anybody else claims it by proving it (BUY-2).
 * @param email in lower case.
 * @returns its id.
 */
export async function customerByEmail(
  tx: DocumentTx,
  { email, name = null }: { email: string; name?: string | null },
): Promise<string> {
  const known = await tx.read(customerDocument).find({ email }, { sort: { _id: 1 } })
  const found =
    known.find(({ user, emailVerifiedAt }) => user && emailVerifiedAt) ?? known.find((one) => !one.user)
  if (found) return found._id
  const user = await tx.read(userDocument).findOne({ email })
  const provenAt = user?.emailVerifiedAt ?? null
  const id = newId('cus')
  await asOperation(tx, 'customers', () =>
    tx.payload.create({
      collection: 'customers',
      data: {
        id,
        email,
        name,
        user: provenAt && user ? user._id : null,
        emailVerifiedAt: provenAt?.toISOString() ?? null,
        createdAt: tx.now.toISOString(),
      },
      ...asSystem(tx),
    }),
  )
  return id
}
