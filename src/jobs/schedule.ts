import type { Payload } from 'payload'
import { warnOfKeySetEnd } from '@/domain/licensing/proof/keySetWarning'
import { closeUnopened } from '@/domain/orders/closeUnopened'
import { requestRun } from '@/domain/orders/oracle/oracleRuns'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { environment } from '@/platform/env'
import type { FileStorage } from '@/platform/fileStorage'
import type { Stripe } from '@/platform/stripe'
import { settleDueSettings } from './accounts/settleSettings'
import { cleanUploads } from './catalog/cleanUploads'
import { countSales } from './catalog/countSales'
import { expireLicenses } from './licensing/expireLicenses'
import { remindLicenses } from './licensing/remindLicenses'
import { reconcilePayments } from './orders/reconcilePayments'
import { remindCarts } from './orders/remindCarts'

export interface JobContext {
  payload: Payload
  database: Database
  stripe: Stripe
  storage: FileStorage
  now: Date
}

export interface ScheduledJob {
  name: string
  /** What it is for, as staff read it. */
  purpose: string
  /** Agenda's interval: words or cron, in UTC. */
  every: string
  /** Takes what is due by compare-and-set; running twice, or in two processes at once, is harmless. */
  runDue(context: JobContext): Promise<unknown>
}

/** All that time does: one table. Nothing is scheduled per license or order. */
export const schedule: readonly ScheduledJob[] = [
  {
    name: 'reconcile-payments',
    purpose: 'Finds payments and refunds that no webhook told us of.',
    every: '1 minute',
    runDue: ({ database, stripe }) => reconcilePayments({ database, stripe }),
  },
  {
    name: 'close-unopened-orders',
    purpose: 'Cancels orders whose payment page never opened.',
    every: '10 minutes',
    runDue: ({ payload, now }) => closeUnopened(payload, now),
  },
  {
    name: 'remind-carts',
    purpose: 'Reminds buyers once of a cart that they left at the payment.',
    every: '5 minutes',
    runDue: ({ database, now }) => remindCarts(database, { now, hours: environment().CART_REMINDER_HOURS }),
  },
  {
    name: 'warn-of-key-set',
    purpose: 'Tells the admins before the certified key set of the licenses ends.',
    every: '1 hour',
    runDue: ({ database, now }) => warnOfKeySetEnd(database, now),
  },
  {
    name: 'expire-licenses',
    purpose: 'Ends licenses whose term and grace are over.',
    every: '5 minutes',
    runDue: ({ database, now }) => expireLicenses(database, now),
  },
  {
    name: 'remind-licenses',
    purpose: 'Tells of terms, update windows and replaced keys that end soon, and of grace that began.',
    every: '1 hour',
    runDue: ({ database, now }) => remindLicenses(database, now),
  },
  {
    name: 'clean-uploads',
    purpose: 'Removes uploads that nobody went on with for a day, and what killed processes left of files.',
    every: '1 hour',
    runDue: ({ database, storage }) => cleanUploads(database, storage),
  },
  {
    name: 'check-books',
    purpose:
      'Has the oracle compare books, orders, licenses and the provider; what is wrong freezes issuance and payouts.',
    every: '20 2 * * *',
    runDue: ({ database }) => requestRun(database, { trigger: 'nightly', actor: systemActor('check-books') }),
  },
  {
    name: 'count-sales',
    purpose: 'Brings the sales counts of products up to date, for “popular”.',
    every: '10 minutes',
    runDue: ({ payload }) => countSales(payload),
  },
  {
    name: 'settle-settings',
    purpose: 'Takes in changes of the settings whose time has come, so that pages show them.',
    every: '1 minute',
    runDue: ({ payload, now }) => settleDueSettings(payload, now),
  },
]
