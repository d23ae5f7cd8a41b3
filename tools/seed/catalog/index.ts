import { brasswick } from './brasswick'
import { fernquay } from './fernquay'
import { hexmoor } from './hexmoor'
import { house } from './house'
import { loomvale } from './loomvale'
import { meadowlark } from './meadowlark'
import { papermoth } from './papermoth'
import { pinehollow } from './pinehollow'
import { quillmere } from './quillmere'
import { ravenfell } from './ravenfell'
import { saltbrook } from './saltbrook'
import { tidewick } from './tidewick'
import type { DemoSeller } from './types'

/** Everybody who sells; the house seller is the platform's own, made by the first migration. */
export const demoSellers: readonly DemoSeller[] = [
  loomvale,
  brasswick,
  papermoth,
  hexmoor,
  fernquay,
  saltbrook,
  quillmere,
  pinehollow,
  ravenfell,
  tidewick,
  meadowlark,
  house,
]
export { categories } from './categories'
export { curations } from './curations'
