import { newId } from '@/platform/ids'
import type { Migration } from '@/platform/schema/migrate'

/** The platform's own seller (PAY-9). Written raw: Payload does not run before the first migration. */
export const houseSeller: Migration = {
  id: '001-house-seller',
  async apply(tx) {
    await tx.database.db.collection<{ _id: string } & Record<string, unknown>>('sellers').insertOne(
      {
        _id: newId('sel'),
        slug: 'mintreu',
        formerSlugs: [],
        name: 'Mintreu',
        house: true,
        status: 'active',
        createdAt: tx.now,
        updatedAt: tx.now,
      },
      { session: tx.session },
    )
  },
}
