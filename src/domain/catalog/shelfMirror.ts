import { isDeepStrictEqual } from 'node:util'
import type { Database } from '@/platform/database'
import type { Category } from './records'
import type { Shelf, ShelfPackage, ShelfProduct } from './shelf'
import {
  emptyIds,
  type Found,
  find,
  holdsSome,
  type Ids,
  joined,
  noIds,
  unseen,
  type Versions,
} from './shelfFound'
import { type Mark, type Shelved, shelved, shelvedNames } from './shelfMark'
import {
  type ProductRow,
  type ReleasedRow,
  readIds,
  readPackages,
  readReleased,
  type SellerRow,
} from './shelfRows'
import { SizeDoubts } from './sizeDoubts'

/** Above this, naming each product costs more than reading the parts of all. */
const mostNamed = 2_000

/**
 * What of the database a shelf is made of, by id, and the shelf that follows from it. Of products that are not published,
 * and of packages and releases, it knows only that they are there and whose they are.
 */
export class ShelfMirror {
  private readonly products = new Map<string, ProductRow | null>()
  private readonly packages = new Map<string, string>()
  private readonly releases = new Map<string, string>()
  private readonly sellers = new Map<string, SellerRow>()
  private readonly categories = new Map<string, Category>()
  private readonly doubts = new SizeDoubts()
  /** Of what the last look found: what stands so still was taken in. */
  private versions: Versions = new Map()
  private present: Shelf = { products: [], byId: new Map(), categories: [] }

  private constructor(private readonly database: Database) {}

  /** All of it, read anew. */
  static async read(database: Database): Promise<ShelfMirror> {
    const mirror = new ShelfMirror(database)
    const [found, packages, released] = await Promise.all([
      find(database, () => 'all'),
      readPackages(database, 'all'),
      readReleased(database, 'all'),
    ])
    mirror.take(found, noIds)
    mirror.shelve(
      found.products.map(({ _id }) => _id),
      packages,
      released,
    )
    return mirror
  }

  get shelf(): Shelf {
    return this.present
  }

  /** Whether each collection is as large as what is known of it. */
  hasSizes(mark: Mark): boolean {
    return shelvedNames.every((name) => this.doubts.fits(name, mark[name].count, this[name].size))
  }

  /**
   * Takes in what was written since and what was removed. All is read first and taken in at once: a reading that fails
   * changes nothing, and the next one begins at the same point.
   * @param heard documents that were written or removed, whatever their time says; null: it may be any.
   */
  async update(since: Date, mark: Mark, heard: Ids | null): Promise<void> {
    const versions: Versions = new Map()
    const written = await this.findWritten(since, heard, versions)
    const { gone, unknown } = await this.compareIds(written, mark, heard)
    const found =
      unknown === noIds
        ? written
        : joined(written, await find(this.database, (name) => ({ ids: unknown[name] })))
    const affected = this.affectedBy(found, gone)
    const which = affected.length > mostNamed ? 'all' : affected
    const isNothing = affected.length === 0
    const [packages, released] = await Promise.all([
      isNothing ? new Map() : readPackages(this.database, which),
      isNothing ? new Map() : readReleased(this.database, which),
    ])
    this.take(found, gone)
    this.shelve(affected, packages, released)
    this.versions = versions
  }

  /** A great import lies in the window of many looks: all but the first know it by its versions. */
  private async findWritten(since: Date, heard: Ids | null, versions: Versions): Promise<Found> {
    const [late, named] = await Promise.all([
      find(this.database, () => ({ since }), versions).then((found) =>
        unseen(found, this.versions, versions),
      ),
      heard && holdsSome(heard) ? find(this.database, (name) => ({ ids: heard[name] })) : null,
    ])
    // Whose version is kept comes last: it is the one that stands.
    return named ? joined(named, late) : late
  }

  /**
   * Where a collection has another size than what is known with what was found, its ids tell who is missing on either side;
   * and where something of it that was heard of is not there.
   */
  private async compareIds(
    found: Found,
    mark: Mark,
    heard: Ids | null,
  ): Promise<{ gone: Ids; unknown: Ids }> {
    const gone: Record<Shelved, string[]> = emptyIds()
    const unknown: Record<Shelved, string[]> = emptyIds()
    for (const name of shelvedNames) {
      const { count } = mark[name]
      const there = new Set(found[name].map(({ _id }) => _id))
      const added = [...there].filter((id) => !this[name].has(id)).length
      const isMissing = !heard || heard[name].some((id) => this[name].has(id) && !there.has(id))
      if (this.doubts.fits(name, count, this[name].size + added) && !isMissing) continue
      const known = new Set([...this[name].keys(), ...there])
      const ids = new Set(await readIds(this.database, shelved[name]))
      this.doubts.settle(name, count, ids.size)
      gone[name] = [...known].filter((id) => !ids.has(id))
      unknown[name] = [...ids].filter((id) => !known.has(id))
    }
    return { gone, unknown: shelvedNames.some((name) => unknown[name].length > 0) ? unknown : noIds }
  }

  /** The products whose place on the shelf may be another now. */
  private affectedBy(found: Found, gone: Ids): string[] {
    const affected = new Set<string>(gone.products)
    for (const row of found.products)
      if (!isDeepStrictEqual(this.products.get(row._id), onSaleOnly(row))) affected.add(row._id)
    for (const name of ['packages', 'releases'] as const) {
      for (const { _id, product } of found[name]) {
        affected.add(product)
        affected.add(this[name].get(_id) ?? product)
      }
      for (const id of gone[name]) affected.add(this[name].get(id) ?? '')
    }
    const sellers = new Set(gone.sellers)
    for (const row of found.sellers)
      if (!isDeepStrictEqual(this.sellers.get(row._id), row)) sellers.add(row._id)
    if (sellers.size > 0)
      for (const row of this.products.values()) if (row && sellers.has(row.seller)) affected.add(row._id)
    return [...affected]
  }

  private take(found: Found, gone: Ids): void {
    for (const row of found.products) this.products.set(row._id, onSaleOnly(row))
    for (const { _id, product } of found.packages) this.packages.set(_id, product)
    for (const { _id, product } of found.releases) this.releases.set(_id, product)
    for (const row of found.sellers) this.sellers.set(row._id, row)
    const before = new Map(this.categories)
    for (const row of found.categories)
      if (!isDeepStrictEqual(before.get(row._id), row)) this.categories.set(row._id, row)
    for (const name of shelvedNames) for (const id of gone[name]) this[name].delete(id)
    const isSame =
      before.size === this.categories.size &&
      [...this.categories].every(([id, category]) => before.get(id) === category)
    if (!isSame) this.present = { ...this.present, categories: [...this.categories.values()] }
  }

  /** Puts these products on the shelf as they are now, or takes them off; a shelf on which nothing changed stays the same. */
  private shelve(
    ids: readonly string[],
    packages: ReadonlyMap<string, ShelfPackage[]>,
    released: ReadonlyMap<string, ReleasedRow>,
  ): void {
    const { byId: before } = this.present
    const byId = new Map(before)
    let isSame = true
    for (const id of ids) {
      const product = this.shelfProduct(id, packages.get(id) ?? [], released.get(id))
      if (isDeepStrictEqual(product, before.get(id))) continue
      isSame = false
      if (product) byId.set(id, product)
      else byId.delete(id)
    }
    if (!isSame) this.present = { ...this.present, byId, products: [...byId.values()] }
  }

  private shelfProduct(
    id: string,
    packages: readonly ShelfPackage[],
    released: ReleasedRow | undefined,
  ): ShelfProduct | undefined {
    const product = this.products.get(id)
    const seller = product && this.sellers.get(product.seller)
    if (!product || seller?.status !== 'active') return undefined
    return {
      id,
      handle: product.handle,
      type: product.type,
      name: product.name,
      summary: product.summary,
      categories: product.categories ?? [],
      tags: (product.tags ?? []).map(({ tag }) => tag),
      seller: { id: seller._id, slug: seller.slug, name: seller.name },
      compatibility: product.compatibility,
      requirements: released?.requirements ?? [],
      version: released?.newest?.version ?? null,
      packages,
      salesCount: product.salesCount ?? 0,
      publishedAt: product.publishedAt ?? product.createdAt,
    }
  }
}

const onSaleOnly = (row: ProductRow): ProductRow | null => (row.status === 'published' ? row : null)
