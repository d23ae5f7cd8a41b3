import { brasswick } from './brasswick'
import { fernquay } from './fernquay'
import { hexmoor } from './hexmoor'
import { house } from './house'
import { loomvale } from './loomvale'
import { papermoth } from './papermoth'
import type { DemoSeller } from './types'

/** Everybody who sells; the house seller is the platform's own, made by the first migration. */
export const demoSellers: readonly DemoSeller[] = [loomvale, brasswick, papermoth, hexmoor, fernquay, house]
export { categories } from './categories'
export { curations } from './curations'
