import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { asOperation, asSystem, transactDocuments } from '@/platform/documentTransaction'
import { parseName } from './input'

/** Changes how the person is called. @returns the name as it is kept. @throws CodedError 422 `input_invalid`. */
export async function changeName({
  payload,
  actor,
  userId,
  name: raw,
}: {
  payload: Payload
  actor: Actor
  userId: string
  name: string
}): Promise<string> {
  const name = parseName(raw)
  await transactDocuments(payload, { actor }, async (tx) => {
    await asOperation(tx, 'users', () =>
      tx.payload.update({
        collection: 'users',
        id: userId,
        data: { name },
        ...asSystem(tx),
      }),
    )
    await tx.audit({ act: 'user.rename', target: { collection: 'users', id: userId }, after: { name } })
  })
  return name
}
