import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { currentKeySet } from './keySet'

/** Days before the end of the certified key set at which the operators are told, and at its end. */
const warnDays = [0, 7, 30] as const

/**
 * Tells the admins by mail that the key set ends: thirty days before, seven days before, and when it has ended; each once
 * for each set. A set that nobody renews leaves clients without keys that they believe in, and the root that renews it lies
 * on no server of ours.
 * @returns whether a mail was written.
 */
export async function warnOfKeySetEnd(database: Database, now: Date): Promise<boolean> {
  const set = await currentKeySet(database)
  const days = set && warnDays.find((before) => set.expiresAt <= addDays(now, before))
  if (!set || days === null || days === undefined) return false
  const key = `mail:key-set-ends:${set._id}:${days}`
  return transact(database, { actor: systemActor('warn of the key set'), now }, async (tx) => {
    if (await tx.of(outboxRow).findOne({ _id: key })) return false
    await tx.emit({
      key,
      kind: 'mail',
      payload: {
        template: 'key-set-ends',
        to: 'staff:admin',
        locale: 'en',
        data: { set: set._id, days, expiresAt: set.expiresAt.toISOString() },
      },
    })
    return true
  })
}
