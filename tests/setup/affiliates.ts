import { type Affiliate, affiliateDocument } from '@/domain/affiliates/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'

/** An approved affiliate as Payload leaves one, written raw; the person behind it need not exist. */
export async function makeAffiliate(
  database: Database,
  fields: Partial<Affiliate> & Pick<Affiliate, 'code'>,
): Promise<Affiliate> {
  const affiliate: Affiliate = {
    _id: newId('aff'),
    user: newId('usr'),
    name: `Affiliate ${fields.code}`,
    status: 'approved',
    ...fields,
  }
  await collectionOf(database, affiliateDocument).insertOne(affiliate)
  return affiliate
}
