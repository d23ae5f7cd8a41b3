import { priceWords } from '@/app/_components/Money'
import type { CatalogReads } from '@/domain/catalog/catalogReads'
import { lowestPrice, type PricedPackage } from '@/domain/catalog/price'
import type { ProductType } from '@/domain/catalog/records'
import type { SocialCard } from '@/domain/catalog/social/socialCard'
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
export async function findCard(
  catalog: Pick<CatalogReads, 'findCardSubject'>,
  id: string,
  currency: string,
): Promise<SocialCard | null> {
  if (id === 'home') return homeCard()
  const subject = await catalog.findCardSubject({ id })
  if (!subject) return null
  if (subject.kind === 'product') return productCard(subject, currency)
  return subject.kind === 'seller' ? sellerCard(subject) : categoryCard(subject)
}
