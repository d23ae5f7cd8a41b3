import { platforms } from '../compatibility'
import type { Facets, FacetValue, ProductFilters } from '../filters'
import { bandOf, priceBands } from '../priceBands'
import type { Columns } from './columns'
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
  private readonly categories: Uint32Array
  private readonly php = new Uint32Array(platforms.php.length)
  private readonly laravel = new Uint32Array(platforms.laravel.length)
  private readonly bands
  private readonly prices: Uint32Array
  private readonly priceOf: readonly number[]
  /** Candidates by the rules that they fail; the index is a set of bits. */
  private readonly byFailed = new Uint32Array(64)

  constructor(
    private readonly columns: Columns,
    currency: string,
  ) {
    this.types = new Uint32Array(columns.typeCodes.size)
    this.sellers = new Uint32Array(columns.sellerCodes.size)
    this.categories = new Uint32Array(columns.categoryCodes.size)
    this.bands = priceBands(currency)
    this.prices = new Uint32Array(this.bands.length)
    this.priceOf = columns.prices(currency)
  }

  /** @param failed the bits of the rules that the product does not pass. */
  add(slot: number, failed: number): void {
    const { columns } = this
    count(this.byFailed, failed)
    // Two rules failed: no single filter that is lifted shows it.
    if ((failed & (failed - 1)) !== 0) return
    const isCounted = (bit: number) => (failed & ~bit) === 0
    if (isCounted(typesBit)) count(this.types, columns.types[slot] ?? 0)
    if (isCounted(sellersBit)) count(this.sellers, columns.sellers[slot] ?? 0)
    if (isCounted(phpBit)) countBits(this.php, columns.php[slot] ?? 0)
    if (isCounted(laravelBit)) countBits(this.laravel, columns.laravel[slot] ?? 0)
    if (isCounted(categoryBit))
      for (const code of columns.categories[slot] ?? []) count(this.categories, code)
    if (isCounted(priceBit)) {
      const band = bandOf(Math.ceil(this.priceOf[slot] ?? Number.NaN), this.bands)
      if (band >= 0) count(this.prices, band)
    }
  }

  /** Products that fail this rule and no other. */
  failingOnly(bit: number): number {
    return this.byFailed[bit] ?? 0
  }

  facets({ sellers: chosen = [] }: ProductFilters): Facets {
    const { typeCodes, sellerCodes, sellerNames, categoryCodes } = this.columns
    const sellers = counted(this.sellers, (code) => sellerCodes.text(code))
    return {
      types: counted(this.types, (code) => typeCodes.text(code)),
      sellers: sellers
        .filter(({ value }, rank) => rank < mostSellers || chosen.includes(value))
        .map((facet) => ({ ...facet, name: sellerNames[sellerCodes.find(facet.value)] ?? facet.value })),
      php: counted(this.php, (line) => platforms.php[line] ?? ''),
      laravel: counted(this.laravel, (line) => platforms.laravel[line] ?? ''),
      prices: this.bands.map((band, at) => ({ ...band, count: this.prices[at] ?? 0 })),
      categories: new Map(
        counted(this.categories, (code) => categoryCodes.text(code)).map(({ value, count: n }) => [value, n]),
      ),
    }
  }
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

function countBits(counts: Uint32Array, bits: number): void {
  for (let at = 0; at < counts.length; at++) if ((bits & (1 << at)) !== 0) count(counts, at)
}

/** Those that are there, most first. */
function counted(counts: Uint32Array, textOf: (at: number) => string): FacetValue[] {
  const values: FacetValue[] = []
  for (const [at, number] of counts.entries())
    if (number > 0) values.push({ value: textOf(at), count: number })
  return values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}
