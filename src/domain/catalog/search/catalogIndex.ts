import { type CategoryTree, categoryTree } from '../categories'
import type { Shelf, ShelfProduct } from '../shelf'
import { Columns, categoriesOfPlace } from './columns'
import { inEveryLanguage, Places } from './places'
import { type Compare, SlotOrder } from './slotOrder'
import { type IndexedText, WordIndex } from './wordIndex'

/** Orders that need no words. */
export type FixedSort = 'popular' | 'newest' | 'price_asc' | 'price_desc'

/**
 * A shelf made ready for questions: words, filters, counts, orders. It follows from shelf to shelf by what differs;
 * each product has a slot, which another may take when it is gone.
 */
export class CatalogIndex {
  readonly words = new WordIndex()
  /** Sellers by their names; a slot is a seller's code in the columns. */
  readonly sellerWords = new WordIndex()
  readonly columns = new Columns()
  private readonly slotById = new Map<string, number>()
  private readonly free: number[] = []
  private readonly orders = new Map<string, SlotOrder>()
  private readonly trees = new Map<string, CategoryTree>()
  private followed: Shelf = { products: [], byId: new Map(), categories: [] }
  private places = new Places([], new Map())

  get shelf(): Shelf {
    return this.followed
  }

  /** Slots run from 0 to below this; some may be empty. */
  get capacity(): number {
    return this.columns.products.length
  }

  /** Becomes the index of another shelf. Costs what differs, and a look at each product. */
  follow(shelf: Shelf): void {
    const before = this.followed
    if (shelf === before) return
    const placesBefore = this.places
    const { categories } = shelf
    if (categories !== before.categories)
      this.places = new Places(categories, categoryTree(categories, [], 'en').byId)
    const isPlacedAsBefore = (product: ShelfProduct): boolean =>
      this.places === placesBefore ||
      this.places.keyOf(product.categories) === placesBefore.keyOf(product.categories)
    const changed = new Set<number>()
    const present: number[] = []
    for (const id of before.byId.keys()) if (!shelf.byId.has(id)) changed.add(this.drop(id))
    for (const product of shelf.products) {
      if (before.byId.get(product.id) === product && isPlacedAsBefore(product)) continue
      const slot = this.put(product)
      changed.add(slot)
      present.push(slot)
    }
    for (const order of this.orders.values()) order.move(changed, present)
    this.trees.clear()
    this.followed = shelf
  }

  slotOf(id: string): number | undefined {
    return this.slotById.get(id)
  }

  /** All products in an order, and the rank of each. Those without a price in the currency stand last. */
  order(sort: FixedSort, currency: string): SlotOrder {
    const key = sort === 'popular' || sort === 'newest' ? sort : `${sort} ${currency}`
    const present = this.orders.get(key)
    if (present) return present
    const order = new SlotOrder([...this.slotById.values()], this.compareBy(sort, currency))
    this.orders.set(key, order)
    return order
  }

  /** The tree with its counts, in a language. */
  categories(locale: string): CategoryTree {
    const present = this.trees.get(locale)
    if (present) return present
    const tree = categoryTree(this.followed.categories, [], locale)
    const { places, placeCodes } = this.columns
    const counts = new Uint32Array(placeCodes.size)
    for (const slot of this.slotById.values()) {
      const place = places[slot] ?? 0
      counts[place] = (counts[place] ?? 0) + 1
    }
    for (const [place, count] of counts.entries())
      for (const id of categoriesOfPlace(placeCodes.text(place))) {
        const node = tree.byId.get(id)
        if (node) node.count += count
      }
    this.trees.set(locale, tree)
    return tree
  }

  private put(product: ShelfProduct): number {
    const slot = this.slotById.get(product.id) ?? this.free.pop() ?? this.columns.products.length
    this.slotById.set(product.id, slot)
    this.putSeller(product.seller)
    this.columns.put(slot, product, this.places.tree)
    this.words.put(slot, textsOf(product, this.places))
    return slot
  }

  /** One that has nothing on sale any more stays: who asks leaves it out by its count. */
  private putSeller({ slug, name }: ShelfProduct['seller']): void {
    const { sellerCodes, sellerNames } = this.columns
    const code = sellerCodes.of(slug)
    if (sellerNames[code] === name) return
    sellerNames[code] = name
    this.sellerWords.put(code, [{ text: name, boost: 1, typicalWords: 2 }])
  }

  private drop(id: string): number {
    const slot = this.slotById.get(id) ?? -1
    this.slotById.delete(id)
    this.columns.drop(slot)
    this.words.drop(slot)
    this.free.push(slot)
    return slot
  }

  private compareBy(sort: FixedSort, currency: string): Compare {
    const { products } = this.columns
    const newest: Compare = (a, b) => compareNewest(products[a], products[b])
    const popular: Compare = (a, b) =>
      (products[b]?.salesCount ?? 0) - (products[a]?.salesCount ?? 0) || newest(a, b)
    if (sort === 'newest') return newest
    if (sort === 'popular') return popular
    const prices = this.columns.prices(currency)
    const direction = sort === 'price_asc' ? 1 : -1
    return (a, b) => {
      const [one, other] = [prices[a] ?? Number.NaN, prices[b] ?? Number.NaN]
      const isUnpriced = Number(Number.isNaN(one)) - Number(Number.isNaN(other))
      if (isUnpriced !== 0) return isUnpriced
      return (Number.isNaN(one) ? 0 : direction * (one - other)) || popular(a, b)
    }
  }
}

function compareNewest(a: ShelfProduct | undefined, b: ShelfProduct | undefined): number {
  if (!a || !b) return 0
  return b.publishedAt.getTime() - a.publishedAt.getTime() || (a.handle < b.handle ? -1 : 1)
}

function textsOf(product: ShelfProduct, places: Places): IndexedText[] {
  return [
    { text: inEveryLanguage(product.name), boost: 5, typicalWords: 4 },
    { text: product.tags.join(' '), boost: 3, typicalWords: 4 },
    { text: product.seller.name, boost: 2, typicalWords: 2 },
    { text: places.wordsOf(product.categories), boost: 2, typicalWords: 4 },
    { text: inEveryLanguage(product.summary), boost: 1, typicalWords: 16 },
  ]
}
