import type { Database } from '@/platform/database'
import { listCategories } from '../listCategories'
import { textIn } from '../localized'
import type { PricedPackage } from '../price'
import type { ProductType } from '../records'
import { shelfOf } from '../shelf'

/** What a card can be drawn of: facts, no words of ours. */
export type CardSubject =
  | {
      kind: 'product'
      id: string
      type: ProductType
      name: string
      seller: string
      packages: readonly PricedPackage[]
    }
  | { kind: 'category' | 'seller'; id: string; name: string; count: number }

/** What an id names, as it is on sale now; null: nothing that is. */
export async function findCardSubject({
  database,
  id,
}: {
  database: Database
  id: string
}): Promise<CardSubject | null> {
  if (id.startsWith('cat_')) {
    const category = (await listCategories({ database })).byId.get(id)
    return category ? { kind: 'category', id, name: category.name, count: category.count } : null
  }
  const { byId, products } = await shelfOf(database)
  const product = byId.get(id)
  if (product) {
    const { type, packages, seller } = product
    return { kind: 'product', id, type, name: textIn(product.name, 'en'), seller: seller.name, packages }
  }
  const own = products.filter(({ seller }) => seller.id === id)
  return own[0] ? { kind: 'seller', id, name: own[0].seller.name, count: own.length } : null
}
