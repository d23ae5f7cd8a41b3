import type { FilterName } from '../filters'
import type { ProductList, ProductQuestion } from '../listProducts'
import { listingOf } from '../productCard'
import type { CatalogIndex } from './catalogIndex'
import { FacetCounts } from './facetCounts'
import { type Rule, rulesOf } from './rules'
import { topOf } from './topOf'

interface Candidates {
  slots: readonly number[]
  /** null: without words there is no relevance. */
  scores: Float64Array | null
  suggestions: string[]
}

/** Answers a list from the index: candidates by words, one pass for filters and counts, one page in order. */
export function findProducts(
  index: CatalogIndex,
  { filters, query, sort, page, pageSize, currency, locale }: Required<ProductQuestion>,
): ProductList {
  const { slots, scores, suggestions } = candidatesFor(index, query ?? '', currency)
  const rules = rulesOf(filters, index.columns, currency)
  const counts = new FacetCounts(index.columns, currency)
  const isFound = new Uint8Array(index.capacity)
  const found: number[] = []
  for (const slot of slots) {
    const failed = failedRules(rules, slot)
    counts.add(slot, failed)
    if (failed !== 0) continue
    isFound[slot] = 1
    found.push(slot)
  }
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  const current = Math.min(Math.max(1, page), pages)
  const range = { from: (current - 1) * pageSize, count: pageSize }
  const fixed = sort === 'relevance' ? 'popular' : sort
  const shown =
    sort === 'relevance' && scores
      ? mostRelevant(found, scores, index.order('popular', currency).ranks, range)
      : inOrder(index.order(fixed, currency).slots, isFound, range)
  return {
    items: shown.flatMap((slot) => {
      const product = index.columns.products[slot]
      return product ? [listingOf(product, currency, locale)] : []
    }),
    total: found.length,
    page: current,
    pages,
    facets: counts.facets(filters),
    categories: index.categories(locale),
    suggestions,
    drops: found.length > 0 ? [] : dropsFor(rules, counts),
  }
}

function candidatesFor(index: CatalogIndex, query: string, currency: string): Candidates {
  if (query.trim() === '')
    return { slots: index.order('popular', currency).slots, scores: null, suggestions: [] }
  return index.words.find(query)
}

/** A bit for each rule that the product does not pass. */
function failedRules(rules: readonly Rule[], slot: number): number {
  let failed = 0
  for (const { bit, passes } of rules) if (!passes(slot)) failed |= bit
  return failed
}

interface Range {
  from: number
  count: number
}

/** Equally relevant ones as they sell. */
function mostRelevant(
  found: readonly number[],
  scores: Float64Array,
  ranks: Int32Array,
  { from, count }: Range,
): number[] {
  const compare = (a: number, b: number) =>
    (scores[b] ?? 0) - (scores[a] ?? 0) || (ranks[a] ?? 0) - (ranks[b] ?? 0)
  return topOf(found, from + count, compare).slice(from)
}

/** Walks an order that is kept, and stops behind the page. */
function inOrder(order: readonly number[], isFound: Uint8Array, { from, count }: Range): number[] {
  const shown: number[] = []
  let before = 0
  for (const slot of order) {
    if (shown.length === count) break
    if (isFound[slot] !== 1) continue
    if (before < from) before++
    else shown.push(slot)
  }
  return shown
}

/** What leaving out each filter would show. */
function dropsFor(rules: readonly Rule[], counts: FacetCounts): { filter: FilterName; count: number }[] {
  return rules
    .map(({ name, bit }) => ({ filter: name, count: counts.failingOnly(bit) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
}
