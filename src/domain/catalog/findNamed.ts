import { type Seller, sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { type Product, productDocument } from './records'
import { handleOf } from './slugs'

/**
 * The product that an address or a program means by a handle: its present one, one that it had, or one that the names of
 * its seller and its own make (ID-3). Its `handle` is what both are called at this moment, also where the worker has not
 * renamed the product after its seller yet.
 */
export async function findNamed(
  database: Database,
  handle: string,
): Promise<{ product: Product; seller: Seller } | null> {
  const products = collectionOf(database, productDocument)
  const product =
    (await products.findOne({ handle })) ??
    (await products.findOne({ 'formerHandles.handle': handle })) ??
    (await bySellerName(database, handle))
  const seller = product && (await collectionOf(database, sellerDocument).findOne({ _id: product.seller }))
  if (!product || !seller) return null
  return { product: { ...product, handle: handleOf(seller.slug, product.slug) }, seller }
}

/** No other product of a seller has or had a slug (slugs.ts), so there is one at most. */
async function bySellerName(database: Database, handle: string): Promise<Product | null> {
  const [sellerSlug = '', slug = ''] = handle.split('/')
  const seller = await collectionOf(database, sellerDocument).findOne({
    $or: [{ slug: sellerSlug }, { 'formerSlugs.slug': sellerSlug }],
  })
  if (!seller) return null
  const names = [seller.slug, ...(seller.formerSlugs ?? []).map((former) => former.slug)]
  const had = names.map((name) => handleOf(name, slug))
  return collectionOf(database, productDocument).findOne({
    seller: seller._id,
    $or: [{ slug }, { 'formerHandles.handle': { $in: had } }],
  })
}
