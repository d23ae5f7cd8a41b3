import { nameWords } from '@/domain/accounts/people/nameWords'
import { userDocument } from '@/domain/accounts/records'
import type { Migration } from '@/platform/schema/migrate'

/** People of before are found by their names as well. */
export const peopleByName: Migration = {
  id: '005-name-words',
  async apply(tx) {
    const { session } = tx
    const users = tx.database.db.collection<{ _id: string; name?: string | null }>(userDocument.name)
    const unnamed = users.find({ nameWords: { $exists: false } }, { session, projection: { name: 1 } })
    for await (const { _id, name } of unnamed)
      await users.updateOne({ _id }, { $set: { nameWords: nameWords(name) } }, { session })
  },
}
