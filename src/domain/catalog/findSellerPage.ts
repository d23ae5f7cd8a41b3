import { type Seller, sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { listingOf, type ProductListing } from './productCard'
import { shelfOf } from './shelf'

export type SellerPage =
  | { state: 'open'; seller: SellerCard; products: ProductListing[] }
  /** The seller was renamed: the present address. */
  | { state: 'moved'; slug: string }
  /** `isFinal`: for good, not at present only. */
  | { state: 'closed'; name: string; isFinal: boolean }

/** Who sells, as a visitor may know it. */
export interface SellerCard {
  id: string
  slug: string
  name: string
  productCount: number
  since: Date | null
}

/** A seller's shop window, newest product first; null: there is and was none of that name. */
export async function findSellerPage({
  database,
  slug,
  currency = 'usd',
  locale = 'en',
}: {
  database: Database
  slug: string
  currency?: string
  locale?: string
}): Promise<SellerPage | null> {
  const sellers = collectionOf(database, sellerDocument)
  const seller = await sellers.findOne({ slug })
  if (!seller) {
    const renamed = await sellers.findOne({ 'formerSlugs.slug': slug }, { projection: { slug: 1 } })
    return renamed && { state: 'moved', slug: renamed.slug }
  }
  if (seller.status !== 'active')
    return { state: 'closed', name: seller.name, isFinal: seller.status === 'terminated' }
  const { products } = await shelfOf(database)
  const own = products
    .filter((product) => product.seller.id === seller._id)
    .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
  return {
    state: 'open',
    seller: sellerCard(seller, own.length),
    products: own.map((product) => listingOf(product, currency, locale)),
  }
}

/** The card beside a product. `createdAt` is Payload's and not part of what operations read of a seller. */
export const sellerCard = (seller: Seller & { createdAt?: Date }, productCount: number): SellerCard => ({
  id: seller._id,
  slug: seller.slug,
  name: seller.name,
  productCount,
  since: seller.createdAt ?? null,
})
