import MiniSearch from 'minisearch'
import type { Database } from '@/platform/database'
import { categoryTree } from './categories'
import { textIn } from './localized'
import { categoryNames } from './productCard'
import type { CatalogHits, CatalogSearch } from './search'
import { type Shelf, shelfOf } from './shelf'

interface Entry {
  id: string
  name: string
  tags: string
  categories: string
  seller: string
  summary: string
}

const boosts = { name: 5, tags: 3, seller: 2, categories: 2, summary: 1 }
/** Longer queries cost more and mean less; the search field takes 200 characters. */
const mostTerms = 8
/** A typo is forgiven in one fifth of a word's letters. */
const fuzziness = 0.2

/**
 * Search in this process's memory, built from the shelf at first use and again when the shelf is another.
 * Every word of the query must be found (whole, as a beginning, or with a typo); where nothing has them all,
 * products with some of them are shown.
 */
export const miniSearch = (database: Database): CatalogSearch => ({
  async search(query, limit) {
    return searchIn(indexOf(await shelfOf(database)), query, limit)
  },
})

const indexes = new WeakMap<Shelf, MiniSearch<Entry>>()

function indexOf(shelf: Shelf): MiniSearch<Entry> {
  const present = indexes.get(shelf)
  if (present) return present
  const index = new MiniSearch<Entry>({
    fields: ['name', 'tags', 'categories', 'seller', 'summary'],
    processTerm: (term) => plain(term) || null,
    searchOptions: { boost: boosts, prefix: (term) => term.length > 1, fuzzy: fuzzinessOf },
  })
  index.addAll(entriesOf(shelf))
  indexes.set(shelf, index)
  return index
}

function searchIn(index: MiniSearch<Entry>, query: string, limit: number): CatalogHits {
  const words = wordsOf(query)
  if (words.length === 0) return { hits: [], suggestions: [] }
  const text = words.join(' ')
  const strict = index.search(text, { combineWith: 'AND' })
  const results = strict.length > 0 ? strict : index.search(text, { combineWith: 'OR' })
  const hits = results.slice(0, limit).map(({ id, score }) => ({ id: String(id), score }))
  return { hits, suggestions: suggestionsFor(index, words, strict[0]?.terms ?? results[0]?.terms ?? []) }
}

/** The query with each misspelled word replaced by what it found; nothing where every word stands in the index. */
function suggestionsFor(
  index: MiniSearch<Entry>,
  words: readonly string[],
  found: readonly string[],
): string[] {
  const corrected = words.map((word) => {
    if (index.search(word, { fuzzy: false }).length > 0) return word
    const nearest = index.autoSuggest(word, { fuzzy: fuzzinessOf, prefix: true })[0]?.suggestion
    return nearest ?? found.find((term) => term.startsWith(word.slice(0, 2))) ?? word
  })
  const suggestion = corrected.join(' ')
  return suggestion === words.join(' ') ? [] : [suggestion]
}

function entriesOf({ products, categories }: Shelf): Entry[] {
  const tree = categoryTree(categories, [], 'en')
  return products.map((product) => ({
    id: product.id,
    name: bothLanguages(product.name),
    tags: product.tags.join(' '),
    categories: categoryNames(product, tree).join(' '),
    seller: product.seller.name,
    summary: bothLanguages(product.summary),
  }))
}

const bothLanguages = (text: Parameters<typeof textIn>[0]): string =>
  [...new Set([textIn(text, 'en'), textIn(text, 'de')])].join(' ')

/** Short words have no letter to spare. */
const fuzzinessOf = (term: string): number | false => (term.length > 3 ? fuzziness : false)

/** Lower case without accents: `Café` is found by `cafe`. */
const plain = (term: string): string =>
  term
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

const wordsOf = (query: string): string[] =>
  plain(query.slice(0, 200))
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter(Boolean)
    .slice(0, mostTerms)
