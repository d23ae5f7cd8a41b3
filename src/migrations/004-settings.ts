import type { Migration } from '@/platform/schema/migrate'

/** The settings lie in one document from the start: two admins who change them for the first time conflict on it. */
export const settingsDocument: Migration = {
  id: '004-settings',
  async apply(tx) {
    const globals = tx.database.db.collection('globals')
    const { session } = tx
    if (await globals.findOne({ globalType: 'settings' }, { session })) return
    const at = { createdAt: tx.now, updatedAt: tx.now }
    await globals.insertOne({ globalType: 'settings', revision: 0, scheduled: [], ...at }, { session })
  },
}
