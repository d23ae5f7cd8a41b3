import type { Payload } from 'payload'
import type { Database } from '@/platform/database'
import { AwayError, createDrain, type Drain } from '@/platform/drain'
import type { FileStorage } from '@/platform/fileStorage'
import { inboxRow } from '@/platform/inbox'
import { log } from '@/platform/logs'
import type { Mailer } from '@/platform/mail'
import { counter } from '@/platform/metrics'
import { outboxRow } from '@/platform/outbox'
import { step } from '@/platform/steps'
import { isProviderAway, type Stripe } from '@/platform/stripe'
import { handleProviderEvent } from './orders/handleProviderEvent'
import { askOnce } from './orders/oneQuestion'
import { performEffect } from './outbox'

const failures = counter('queue_failures_total', 'Failed tries of inbox and outbox rows.', [
  'queue',
  'parked',
])

export interface DrainContext {
  payload: Payload
  database: Database
  stripe: Stripe
  mailer: Mailer
  storage: FileStorage
  publicUrl: string
}

const onFailure = (queue: string) => (rowId: string, error: unknown, parked: boolean) => {
  failures.inc({ queue, parked: String(parked) })
  log()[parked ? 'error' : 'warn']({ err: error, queue, row: rowId, parked }, 'a row was not handled')
}

/** An outage of the payment provider is no failure of the row: it waits until that is over. */
async function patiently(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isProviderAway(error)) throw error
    throw new AwayError(`the payment provider does not answer: ${error.message}`)
  }
}

/** The loops that empty inbox and outbox; used by the worker, and by the seed and tests through `runDue`. */
export function createDrains(context: DrainContext): { inbox: Drain; outbox: Drain } {
  const answer = askOnce(context.database, (row) => patiently(() => handleProviderEvent(context, row)))
  return {
    inbox: createDrain({
      database: context.database,
      queue: inboxRow,
      handle: (row) => step('inbox.handle', () => answer(row)),
      // Events of one order wait for the one that asks: four orders at a time.
      concurrency: 12,
      onFailure: onFailure('inbox'),
    }),
    outbox: createDrain({
      database: context.database,
      queue: outboxRow,
      handle: (row) => step('outbox.perform', () => patiently(() => performEffect(context, row))),
      onFailure: onFailure('outbox'),
    }),
  }
}
