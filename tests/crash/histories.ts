import { accountHistories } from './histories/accounts'
import { bookHistories } from './histories/books'
import { cartHistories } from './histories/carts'
import { licenseHistories } from './histories/licenses'
import { purchaseHistories } from './histories/purchases'
import { refundHistories } from './histories/refunds'
import type { Stage } from './stage'

/** What people, programs and time do to a marketplace, and how one sees that it is over. */
export interface History {
  name: string
  /** What is there before; nobody is killed in it. @returns what `run` needs. */
  prepare(stage: Stage): Promise<Run>
}

/** Does it, and waits for its end; whoever is cut off meanwhile asks again. */
export type Run = () => Promise<void>

export const histories: readonly History[] = [
  ...purchaseHistories,
  ...cartHistories,
  ...refundHistories,
  ...licenseHistories,
  ...accountHistories,
  ...bookHistories,
]
