import type { Payload } from 'payload'
import { removeUnfinishedUploads } from '@/domain/catalog/uploads'
import type { Database } from '@/platform/database'
import type { Stripe } from '@/platform/stripe'
import { countSales } from './catalog/countSales'
import { expireLicenses } from './licensing/expireLicenses'
import { remindLicenses } from './licensing/remindLicenses'
import { reconcilePayments } from './orders/reconcilePayments'

export interface JobContext {
  payload: Payload
  database: Database
  stripe: Stripe
  filesDir: string
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
    purpose: 'Removes uploads that were begun and never finished.',
    every: '1 hour',
    runDue: ({ filesDir }) => removeUnfinishedUploads(filesDir),
  },
  {
    name: 'count-sales',
    purpose: 'Brings the sales counts of products up to date, for “popular”.',
    every: '10 minutes',
    runDue: ({ payload }) => countSales(payload),
  },
]
