import type { Switches } from './control/switches'
import type { EventLog } from './events'
import type { Clock } from './state/clock'
import type { Store } from './state/store'
import type { Deliveries } from './webhooks/deliveries'

/** Everything a resource, a page or the control API works with. */
export interface Simulator {
  readonly clock: Clock
  readonly store: Store
  readonly events: EventLog
  readonly switches: Switches
  readonly deliveries: Deliveries
  /** Origin that browsers use for the hosted page, without a slash at the end. */
  readonly publicUrl: string
}
