import { BoundedMap } from '@/platform/boundedMap'
import type { License } from './records'

type Terms = License['terms']

/** Packages sell thousands of licenses on a few terms. */
const known = new BoundedMap<string, Terms>(2_000)

/**
 * The same license with its terms shared among all that have equal ones: half of what a record in memory weighs. Nobody
 * changes a record that was read.
 */
export function leanLicense(license: License): License {
  const terms = shared(license.terms)
  return { ...license, terms, sold: { ...license.sold, terms: shared(license.sold.terms) } }
}

function shared(terms: Terms): Terms {
  const text = JSON.stringify(terms)
  const same = known.get(text)
  if (same) return same
  known.set(text, terms)
  return terms
}
