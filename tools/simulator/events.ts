import type Stripe from 'stripe'
import { type Description, explain } from './openapi/description'
import type { Clock } from './state/clock'
import type { WireEvent } from './state/documents'
import { newObjectId } from './state/ids'
import type { Store } from './state/store'

/**
 * The version that a new account of the pinned client gets, named in `api_version` of events and endpoints.
 * The shapes are checked against the stored description, which may be older: see README.
 */
export const accountApiVersion = '2026-10-28.endive'

/** The API request that an event follows from; both null when a buyer or time caused it. */
export interface EventCause {
  id: string | null
  idempotency_key: string | null
}

/** Writes events in the order in which things happen, and tells who listens, inside of the same act. */
export class EventLog {
  private cause: EventCause | null = null
  private listener: (event: WireEvent) => void = () => {}

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly description: Description,
  ) {}

  /** Called for each event inside of the act that made it; may put documents of its own. */
  onEvent(listener: (event: WireEvent) => void): void {
    this.listener = listener
  }

  /** Runs an act whose events name this request as their cause. */
  causedBy<Result>(cause: EventCause, run: () => Result): Result {
    this.cause = cause
    try {
      return run()
    } finally {
      this.cause = null
    }
  }

  /**
   * Records an event with the object as it is now; `previous` holds the changed fields of an update.
   * Throws when the object does not fit the description, which rolls the act back.
   */
  emit(type: Stripe.Event.Type, object: { object: string }, previous?: object): void {
    const validate = this.description.object(object.object)
    if (!validate(object))
      throw new Error(`The object of ${type} breaks its schema: ${explain(validate.errors)}`)
    const id = newObjectId('evt')
    const event: WireEvent = {
      id,
      object: 'event',
      api_version: accountApiVersion,
      created: this.clock.nowSeconds(),
      data: previous === undefined ? { object } : { object, previous_attributes: previous },
      livemode: false,
      pending_webhooks: 0,
      request: this.cause ?? { id: null, idempotency_key: null },
      type,
    }
    this.store.put('events', id, event)
    this.listener(event)
  }
}
