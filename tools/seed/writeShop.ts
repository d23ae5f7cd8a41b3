import { sellerDocument } from '@/domain/accounts/records'
import { categoryDocument, curationDocument, productDocument } from '@/domain/catalog/records'
import { asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { categories, curations, demoSellers } from './catalog'
import type { DemoCategory } from './catalog/types'
import { actAt, type SeedContext } from './context'

/** Settings, sellers and categories: what everything else refers to. What is there already stays as it is. */
export async function writeShop(
  context: SeedContext,
  at: Date,
): Promise<{ sellers: Map<string, string>; categories: Map<string, string> }> {
  return actAt(context, at, async (tx) => {
    await writeSettings(tx)
    return { sellers: await writeSellers(tx), categories: await writeCategories(tx) }
  })
}

/** The seller of record of the demo; a name and an address that nobody can have (RFC 2606). */
async function writeSettings(tx: DocumentTx): Promise<void> {
  await tx.payload.updateGlobal({
    slug: 'settings',
    data: {
      defaultCommissionBps: 1_500,
      commissionBps: { consultation: 1_000, saas: 1_200 },
      holdDays: 14,
      payoutMinimumMinor: 5_000,
      affiliateBps: 1_000,
      affiliateCookieDays: 30,
      baseCurrency: 'usd',
      currencies: ['usd', 'eur'],
      refundDays: 14,
      reminderDays: [30, 7, 1],
      company: {
        name: 'Mintreu Marketplace (demo)',
        address: [{ line: '1 Example Street' }, { line: '00000 Exampletown' }],
        country: 'US',
        email: 'billing@example.com',
      },
    },
    ...asSystem(tx),
  })
}

async function writeSellers(tx: DocumentTx): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { slug, name, commissionBps, holdDays } of demoSellers) {
    const known = await tx.read(sellerDocument).findOne({ slug })
    const id =
      known?._id ??
      (
        await tx.payload.create({
          collection: 'sellers',
          data: {
            slug,
            name,
            status: 'active',
            ...(commissionBps === undefined ? {} : { commissionBps }),
            ...(holdDays === undefined ? {} : { holdDays }),
            createdAt: tx.now.toISOString(),
          },
          ...asSystem(tx),
        })
      ).id
    ids.set(slug, id)
  }
  return ids
}

async function writeCategories(tx: DocumentTx): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const write = async (rows: readonly DemoCategory[], parent: string | null): Promise<void> => {
    for (const [position, { slug, name, description, children = [] }] of rows.entries()) {
      const known = await tx.read(categoryDocument).findOne({ slug })
      const id =
        known?._id ??
        (
          await tx.payload.create({
            collection: 'categories',
            data: { slug, name, description, parent, position },
            ...asSystem(tx),
          })
        ).id
      ids.set(slug, id)
      await write(children, id)
    }
  }
  await write(categories, null)
  return ids
}

/** The rails of the home page. */
export async function writeCurations(context: SeedContext, at: Date): Promise<void> {
  await actAt(context, at, async (tx) => {
    for (const [homePosition, { slug, title, intro, products: handles }] of curations.entries()) {
      if (await tx.read(curationDocument).findOne({ slug })) continue
      const found = await tx.read(productDocument).find({ handle: { $in: [...handles] } })
      const products = handles.map((handle) => {
        const product = found.find((candidate) => candidate.handle === handle)
        if (!product) throw new Error(`the collection ${slug} names ${handle}, which is not there`)
        return product._id
      })
      await tx.payload.create({
        collection: 'curations',
        data: { slug, title, intro, products, homePosition },
        ...asSystem(tx),
      })
    }
  })
}
