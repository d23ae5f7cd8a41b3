import { textIn } from '../localized'
import type { QuickFindings, QuickSearch } from '../quickSearch'
import type { Curation } from '../records'
import type { CatalogIndex } from './catalogIndex'
import { inEveryLanguage } from './places'
import { topOf } from './topOf'
import { type Found, WordIndex } from './wordIndex'

type Titled = Pick<Curation, '_id' | 'slug' | 'title'>

/** The best of each kind that the words find. */
export function quickFindings(
  index: CatalogIndex,
  curations: readonly Titled[],
  { query, limit, locale }: Required<QuickSearch>,
): QuickFindings {
  const found = index.words.find(query)
  const { ranks } = index.order('popular', '')
  const { products } = index.columns
  const compare = (a: number, b: number) =>
    (found.scores[b] ?? 0) - (found.scores[a] ?? 0) || (ranks[a] ?? 0) - (ranks[b] ?? 0)
  return {
    query,
    products: topOf(found.slots, limit, compare).flatMap((slot) => {
      const product = products[slot]
      if (!product) return []
      const { id, handle, type, seller } = product
      const name = textIn(product.name, locale)
      return [{ id, handle, type, name, seller: { slug: seller.slug, name: seller.name } }]
    }),
    categories: categoriesFor(index, query, limit, locale),
    sellers: sellersFor(index, query, limit),
    collections: named(query, limit, curations, ({ title }) => inEveryLanguage(title)).map(
      ({ _id, slug, title }) => ({ id: _id, slug, title: textIn(title, locale) }),
    ),
    suggestions: found.suggestions,
  }
}

function categoriesFor(index: CatalogIndex, query: string, limit: number, locale: string) {
  const { byId } = index.categories(locale)
  const held = index.shelf.categories.filter(({ _id }) => (byId.get(_id)?.count ?? 0) > 0)
  return named(query, limit, held, ({ name }) => inEveryLanguage(name)).flatMap(({ _id }) => {
    const node = byId.get(_id)
    return node ? [{ id: node.id, name: node.name, path: node.path, count: node.count }] : []
  })
}

function sellersFor({ sellerWords, columns }: CatalogIndex, query: string, limit: number) {
  const counts = new Map<number, { id: string; count: number }>()
  for (const [slot, product] of columns.products.entries()) {
    if (!product) continue
    const code = columns.sellers[slot] ?? -1
    const counted = counts.get(code)
    if (counted) counted.count++
    else counts.set(code, { id: product.seller.id, count: 1 })
  }
  const found = sellerWords.find(query)
  const selling = found.slots.filter((code) => counts.has(code))
  return topOf(
    selling,
    limit,
    byScore(found, (code) => counts.get(code)?.count ?? 0),
  ).flatMap((code) => {
    const counted = counts.get(code)
    if (!counted) return []
    return [{ ...counted, slug: columns.sellerCodes.text(code), name: columns.sellerNames[code] ?? '' }]
  })
}

/** Those whose name has the words, of few things: their index is made for the question. */
function named<T>(query: string, limit: number, things: readonly T[], nameOf: (thing: T) => string): T[] {
  const words = new WordIndex()
  for (const [slot, thing] of things.entries())
    words.put(slot, [{ text: nameOf(thing), boost: 1, typicalWords: 2 }])
  const found = words.find(query)
  const shown = topOf(
    found.slots,
    limit,
    byScore(found, (slot) => -slot),
  )
  return shown.flatMap((slot) => things[slot] ?? [])
}

/** Better first; of equals, the one with more. */
const byScore =
  ({ scores }: Found, moreOf: (slot: number) => number) =>
  (a: number, b: number): number =>
    (scores[b] ?? 0) - (scores[a] ?? 0) || moreOf(b) - moreOf(a) || a - b
