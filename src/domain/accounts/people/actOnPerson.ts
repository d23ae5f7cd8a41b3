import type { DocumentTx } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { platformState } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { type User, userDocument } from '../records'
import type { Person } from '../rights'
import { assertMayAct, type PersonAct } from './personActs'

/**
 * The person that an act is about, once whoever acts was found to have the right to it, in this transaction. Acts on people
 * take turns: of two admins who take each other's rights at once, the second has none any more.
 * @throws CodedError as `assertMayAct`.
 */
export async function personFor(tx: DocumentTx, act: PersonAct, userId: string): Promise<User> {
  await takeTurn(tx)
  const by = await tx.read(userDocument).findOne({ _id: tx.actor.id })
  const target = await tx.read(userDocument).findOne({ _id: userId })
  if (!target) throw notFound('person')
  assertMayAct(act, by && personOf(by), target)
  return target
}

const personOf = ({ _id, roles, memberships, lockedAt }: User): Person => ({
  id: _id,
  roles,
  memberships,
  lockedAt: lockedAt ?? null,
})

/** Writes the one record that every act on people writes: two at once conflict, and one of them runs again. */
async function takeTurn(tx: Tx): Promise<void> {
  const turn = { value: newId('evt'), updatedAt: tx.now }
  const states = tx.of(platformState)
  if (!(await states.update({ _id: 'acts-on-people' }, { $set: turn })))
    await states.insert({ _id: 'acts-on-people', ...turn })
}
