import { platforms } from '../compatibility'
import { type FilterName, filterNames, type ProductFilters } from '../filters'
import { type Columns, categoriesOfPlace } from './columns'

/** A filter that is set. */
export interface Rule {
  name: FilterName
  /** One bit of its own. */
  bit: number
  passes(slot: number): boolean
}

export const bitOf = (name: FilterName): number => 1 << filterNames.indexOf(name)

/** The rules of the filters that are set. */
export function rulesOf(filters: ProductFilters, columns: Columns, currency: string): Rule[] {
  const rules: Rule[] = []
  const rule = (name: FilterName, passes: Rule['passes']) => rules.push({ name, bit: bitOf(name), passes })
  const { category, types, sellers, priceMinMinor, priceMaxMinor, php, laravel } = filters
  if (category !== undefined) {
    const within = columns.placeCodes.all.map((place) => categoriesOfPlace(place).includes(category))
    rule('category', (slot) => within[columns.places[slot] ?? -1] ?? false)
  }
  if (types?.length) {
    const codes = types.map((type) => columns.typeCodes.find(type))
    rule('types', (slot) => codes.includes(columns.types[slot] ?? -1))
  }
  if (sellers?.length) {
    const codes = sellers.map((slug) => columns.sellerCodes.find(slug))
    rule('sellers', (slot) => codes.includes(columns.sellers[slot] ?? -1))
  }
  if (priceMinMinor !== undefined || priceMaxMinor !== undefined) {
    const prices = columns.prices(currency)
    const [min, max] = [priceMinMinor ?? 0, priceMaxMinor ?? Number.POSITIVE_INFINITY]
    // NaN (not sold in this currency) compares as false with everything.
    rule('price', (slot) => {
      const price = Math.ceil(prices[slot] ?? Number.NaN)
      return price >= min && price <= max
    })
  }
  if (php !== undefined) rule('php', hasLine(columns.php, platforms.php, php))
  if (laravel !== undefined) rule('laravel', hasLine(columns.laravel, platforms.laravel, laravel))
  return rules
}

function hasLine(bits: readonly number[], lines: readonly string[], line: string): Rule['passes'] {
  const at = lines.indexOf(line)
  const bit = at < 0 ? 0 : 1 << at
  return (slot) => ((bits[slot] ?? 0) & bit) !== 0
}
