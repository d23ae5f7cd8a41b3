import { sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { escapeXml } from '@/platform/xml'
import { listCategories } from './listCategories'
import { curationDocument, packageDocument, productDocument, releaseDocument } from './records'
import { shelfOf } from './shelf'

/** An address of the site and when what it shows last changed; null: nobody knows, nothing is said. */
export interface PublicAddress {
  path: string
  changedAt: Date | null
}

/** The most that one sitemap may name (sitemaps.org, protocol). */
export const addressesPerSitemap = 50_000

/** Every page that is for everybody and stands for itself: what is on sale and who sells it, never drafts or closed shops. */
export async function publicAddresses(database: Database): Promise<PublicAddress[]> {
  const [{ products }, { byId }, curations, sellers, changes] = await Promise.all([
    shelfOf(database),
    listCategories({ database }),
    collectionOf(database, curationDocument)
      .find({}, { projection: { slug: 1 } })
      .toArray(),
    collectionOf(database, sellerDocument)
      .find({ status: 'active' }, { projection: { slug: 1 } })
      .toArray(),
    productChanges(database),
  ])
  const selling = new Set(products.map(({ seller }) => seller.id))
  const undated = (path: string): PublicAddress => ({ path, changedAt: null })
  return [
    ...['/', '/browse', '/licenses-explained'].map(undated),
    ...[...byId.values()].filter(({ count }) => count > 0).map(({ path }) => undated(`/c/${path.join('/')}`)),
    ...curations.map(({ slug }) => undated(`/collections/${slug}`)),
    ...sellers.filter(({ _id }) => selling.has(_id)).map(({ slug }) => undated(`/s/${slug}`)),
    ...products.map(({ id, handle }) => ({ path: `/p/${handle}`, changedAt: changes.get(id) ?? null })),
  ]
}

/** When a product, one of its active packages or one of its published releases last changed. */
async function productChanges({ db }: Database): Promise<Map<string, Date>> {
  const newest = (collection: string, match: object, key: string) =>
    db
      .collection(collection)
      .aggregate<{ _id: string; at: Date | null }>([
        { $match: match },
        { $group: { _id: key, at: { $max: '$updatedAt' } } },
      ])
      .toArray()
  const rows = await Promise.all([
    newest(productDocument.name, { status: 'published' }, '$_id'),
    newest(packageDocument.name, { active: true }, '$product'),
    newest(releaseDocument.name, { status: 'published' }, '$product'),
  ])
  const changes = new Map<string, Date>()
  for (const { _id, at } of rows.flat()) {
    const known = changes.get(_id)
    if (at && (!known || at > known)) changes.set(_id, at)
  }
  return changes
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** One sitemap of at most {@link addressesPerSitemap} addresses. */
export function sitemapXml(addresses: readonly PublicAddress[], origin: string): string {
  const urls = addresses.map(({ path, changedAt }) => {
    const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''
    return `<url><loc>${escapeXml(origin + path)}</loc>${changed}</url>`
  })
  return `${head}<urlset ${namespace}>\n${urls.join('\n')}\n</urlset>\n`
}

/** The list of sitemaps, for more addresses than one may name: `/sitemap/1`, `/sitemap/2`, … */
export function sitemapIndexXml(parts: number, origin: string): string {
  const maps = Array.from(
    { length: parts },
    (_, at) => `<sitemap><loc>${escapeXml(`${origin}/sitemap/${at + 1}`)}</loc></sitemap>`,
  )
  return `${head}<sitemapindex ${namespace}>\n${maps.join('\n')}\n</sitemapindex>\n`
}
