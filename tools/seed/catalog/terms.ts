import type { DemoTerms } from './types'

/** One product of one buyer: a place or a few, a year of updates, half a year of support. */
export const regular = (terms: Partial<DemoTerms> = {}): DemoTerms => ({
  class: 'regular',
  term: 'lifetime',
  activations: 1,
  updateMonths: 12,
  supportMonths: 6,
  graceDays: 7,
  ...terms,
})

/** A company with several sites, or something that is sold on. */
export const extended = (terms: Partial<DemoTerms> = {}): DemoTerms => ({
  ...regular(),
  class: 'extended',
  activations: 10,
  updateMonths: 24,
  supportMonths: 12,
  graceDays: 14,
  ...terms,
})

/** Agencies: as many client projects as they like. */
export const developer = (terms: Partial<DemoTerms> = {}): DemoTerms => ({
  ...regular(),
  class: 'developer',
  activations: null,
  updateMonths: 24,
  supportMonths: 24,
  graceDays: 14,
  ...terms,
})

/** Hours of people: nothing to install or to update. */
export const service = (terms: Partial<DemoTerms> = {}): DemoTerms =>
  regular({ updateMonths: 0, supportMonths: 1, graceDays: 0, ...terms })
