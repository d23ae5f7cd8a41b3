import { changeProductStatus } from '@/domain/catalog/changeProductStatus'
import { publishProduct } from '@/domain/catalog/publishProduct'
import { productDocument } from '@/domain/catalog/records'
import { asSystem, type DocumentTx } from '@/platform/documentTransaction'
import type { DemoPackage, DemoProduct, DemoSeller } from './catalog/types'
import { actAt, daysBefore, type SeedContext } from './context'
import { richText } from './richText'

/** Services have no releases; they are as old as this. */
const serviceListedDaysAgo = 170

/** When a product came into the world: with its first release. */
export const listedDaysAgo = ({ releases }: DemoProduct): number =>
  Math.max(...releases.map(({ daysAgo }) => daysAgo), releases.length === 0 ? serviceListedDaysAgo : 0)

export interface ProductRefs {
  anchor: Date
  sellers: ReadonlyMap<string, string>
  categories: ReadonlyMap<string, string>
}

/** A product with its packages, listed as far as it is meant to be. @returns its id; that of the known one at a resume. */
export async function writeProduct(
  context: SeedContext,
  seller: DemoSeller,
  product: DemoProduct,
  { anchor, sellers, categories }: ProductRefs,
): Promise<string> {
  const handle = `${seller.slug}/${product.slug}`
  return actAt(context, daysBefore(anchor, listedDaysAgo(product)), async (tx) => {
    const known = await tx.read(productDocument).findOne({ handle })
    if (known) return known._id
    const { id } = await tx.payload.create({
      collection: 'products',
      data: {
        seller: idIn(sellers, seller.slug),
        type: product.type,
        slug: product.slug,
        status: 'draft',
        name: product.name,
        summary: product.summary,
        description: richText(product.description),
        categories: product.categories.map((slug) => idIn(categories, slug)),
        tags: product.tags.map((tag) => ({ tag })),
        compatibility: product.compatibility ?? {},
        support: product.support,
        links: product.links ?? {},
        ...(product.refundDays === undefined ? {} : { refundPolicy: { days: product.refundDays } }),
        createdAt: tx.now.toISOString(),
      },
      ...asSystem(tx),
    })
    for (const [position, pkg] of product.packages.entries())
      await writePackage(tx, id, idIn(sellers, seller.slug), pkg, position)
    if (product.state === 'in_review') await changeProductStatus(tx, { productId: id, event: 'submit' })
    else if (product.state === undefined) await publishProduct(tx, { productId: id })
    return id
  })
}

async function writePackage(
  tx: DocumentTx,
  product: string,
  seller: string,
  pkg: DemoPackage,
  position: number,
): Promise<void> {
  const { price, usage, license } = pkg
  await tx.payload.create({
    collection: 'packages',
    data: {
      product,
      seller,
      name: pkg.name,
      description: pkg.description,
      features: pkg.features.map((text) => ({ text })),
      pricingModel: pkg.pricing,
      prices: price
        ? [
            { currency: 'usd', amountMinor: price.usd },
            { currency: 'eur', amountMinor: price.eur },
          ]
        : [],
      ...(usage ? { usagePrice: { ...usage, currency: 'usd' } } : {}),
      quantityMode: pkg.quantity ?? 'licenses',
      license: { ...license, features: (license.features ?? []).map((code) => ({ code })) },
      ...(pkg.trialDays === undefined ? {} : { trialDays: pkg.trialDays }),
      mostPopular: pkg.mostPopular ?? false,
      active: true,
      position,
      createdAt: tx.now.toISOString(),
    },
    ...asSystem(tx),
  })
}

export function idIn(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (!id) throw new Error(`the demo names ${key}, which it did not make`)
  return id
}
