import { platforms } from '../compatibility'
import type { Facets, FacetValue, ProductFilters } from '../filters'
import { type PriceBand, priceBands } from '../priceBands'
import { type Columns, categoriesOfPlace } from './columns'
import { bitOf } from './rules'

/** More sellers than a panel shows are of no use to it, and a thousand names in every answer would be read by nobody. */
const mostSellers = 60

const [typesBit, sellersBit, priceBit, phpBit, laravelBit, categoryBit] = [
  bitOf('types'),
  bitOf('sellers'),
  bitOf('price'),
  bitOf('php'),
  bitOf('laravel'),
  bitOf('category'),
]

/** Counts, for every value of every filter, the products that pass all other filters: one pass over the candidates. */
export class FacetCounts {
  private readonly types: Uint32Array
  private readonly sellers: Uint32Array
  /** By the sets that products have, a few for thousands of products: what is in each is added up at the end. */
  private readonly places: Uint32Array
  private readonly php = new Uint32Array(1 << platforms.php.length)
  private readonly laravel = new Uint32Array(1 << platforms.laravel.length)
  private readonly bands: readonly PriceBand[]
  /** The last one counts what has no price. */
  private readonly prices: Uint32Array
  private readonly bandOf: readonly number[]
  /** Candidates by the rules that they fail; the index is a set of bits. */
  private readonly byFailed = new Uint32Array(64)

  constructor(
    private readonly columns: Columns,
    currency: string,
  ) {
    this.types = new Uint32Array(columns.typeCodes.size)
    this.sellers = new Uint32Array(columns.sellerCodes.size)
    this.places = new Uint32Array(columns.placeCodes.size)
    this.bands = priceBands(currency)
    this.prices = new Uint32Array(this.bands.length + 1)
    this.bandOf = columns.bands(currency)
  }

  /** @param failed the bits of the rules that the product does not pass. */
  add(slot: number, failed: number): void {
    count(this.byFailed, failed)
    // Two rules failed: no single filter that is lifted shows it.
    if ((failed & (failed - 1)) !== 0) return
    const { columns } = this
    if (failed === 0 || failed === typesBit) count(this.types, columns.types[slot] ?? 0)
    if (failed === 0 || failed === sellersBit) count(this.sellers, columns.sellers[slot] ?? 0)
    if (failed === 0 || failed === phpBit) count(this.php, columns.php[slot] ?? 0)
    if (failed === 0 || failed === laravelBit) count(this.laravel, columns.laravel[slot] ?? 0)
    if (failed === 0 || failed === categoryBit) count(this.places, columns.places[slot] ?? 0)
    if (failed === 0 || failed === priceBit) count(this.prices, this.bandOf[slot] ?? 0)
  }

  /** Products that fail this rule and no other. */
  failingOnly(bit: number): number {
    return this.byFailed[bit] ?? 0
  }

  facets({ sellers: chosen = [] }: ProductFilters): Facets {
    const { typeCodes, sellerCodes, sellerNames, placeCodes } = this.columns
    const categories = new Map<string, number>()
    for (const { value, count: products } of counted(this.places, (code) => placeCodes.text(code)))
      for (const id of categoriesOfPlace(value)) categories.set(id, (categories.get(id) ?? 0) + products)
    return {
      types: counted(this.types, (code) => typeCodes.text(code)),
      sellers: counted(this.sellers, (code) => sellerCodes.text(code))
        .filter(({ value }, rank) => rank < mostSellers || chosen.includes(value))
        .map((facet) => ({ ...facet, name: sellerNames[sellerCodes.find(facet.value)] ?? facet.value })),
      php: lines(this.php, platforms.php),
      laravel: lines(this.laravel, platforms.laravel),
      prices: this.bands.map((band, at) => ({ ...band, count: this.prices[at] ?? 0 })),
      categories,
    }
  }
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

/** From counts by sets of versions to counts by version. */
function lines(bySet: Uint32Array, all: readonly string[]): FacetValue[] {
  const counts = new Uint32Array(all.length)
  for (const [set, products] of bySet.entries())
    for (let at = 0; at < all.length; at++)
      if ((set & (1 << at)) !== 0) counts[at] = (counts[at] ?? 0) + products
  return counted(counts, (at) => all[at] ?? '')
}

/** Those that are there, most first. */
function counted(counts: Uint32Array, textOf: (at: number) => string): FacetValue[] {
  const values: FacetValue[] = []
  for (const [at, number] of counts.entries())
    if (number > 0) values.push({ value: textOf(at), count: number })
  return values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}
