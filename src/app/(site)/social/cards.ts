import { priceWords } from '@/app/_components/Money'
import { listCategories } from '@/domain/catalog/listCategories'
import { textIn } from '@/domain/catalog/localized'
import { lowestPrice, type PricedPackage } from '@/domain/catalog/price'
import type { ProductType } from '@/domain/catalog/records'
import { shelfOf } from '@/domain/catalog/shelf'
import type { SocialCard } from '@/domain/catalog/social/socialCard'
import type { Database } from '@/platform/database'
import { t } from '@/platform/words'

export const homeCard = (): SocialCard => ({
  id: 'home',
  type: 'package',
  label: t('storefront.social.home'),
  title: t('storefront.home.title'),
  byline: t('storefront.home.kicker'),
  price: null,
})

interface CardProduct {
  id: string
  type: ProductType
  name: string
  seller: string
  packages: readonly PricedPackage[]
}

/** @param currency the shop's own: where a link is shared nobody knows who reads it. */
export function productCard({ id, type, name, seller, packages }: CardProduct, currency: string): SocialCard {
  const price = lowestPrice(packages, currency)
  return {
    ...{ id, type, title: name },
    label: t(`common.type.${type}`),
    byline: t('storefront.social.by', { seller }),
    price: price && priceWords(price).shown,
  }
}

export const sellerCard = ({ id, name, count }: { id: string; name: string; count: number }): SocialCard => ({
  ...{ id, type: 'consultation', title: name, price: null },
  label: t('storefront.social.seller'),
  byline: t('storefront.seller.products', { count }),
})

export const categoryCard = ({
  id,
  name,
  count,
}: {
  id: string
  name: string
  count: number
}): SocialCard => ({
  ...{ id, type: 'plugin', title: name, price: null },
  label: t('storefront.social.category'),
  byline: t('storefront.seller.products', { count }),
})

/** The card of what an id names, as it is now; null: nothing that is on sale. */
export async function findCard(database: Database, id: string, currency: string): Promise<SocialCard | null> {
  if (id === 'home') return homeCard()
  if (id.startsWith('cat_')) {
    const category = (await listCategories({ database })).byId.get(id)
    return category ? categoryCard(category) : null
  }
  const { byId, products } = await shelfOf(database)
  const product = byId.get(id)
  if (product)
    return productCard(
      { ...product, name: textIn(product.name, 'en'), seller: product.seller.name },
      currency,
    )
  const own = products.filter(({ seller }) => seller.id === id)
  return own[0] ? sellerCard({ id, name: own[0].seller.name, count: own.length }) : null
}
