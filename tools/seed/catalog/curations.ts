import type { DemoCuration } from './types'

export const curations: readonly DemoCuration[] = [
  {
    slug: 'start-a-saas-this-week',
    title: 'Start a SaaS this week',
    intro:
      'Tenants, history, incoming webhooks and an admin that looks finished: the parts that nobody wants to write twice.',
    products: [
      'loomvale/tenant-kit',
      'loomvale/audit-trail',
      'hexmoor/webhook-inbox',
      'papermoth/ledgerline-admin',
      'mintreu/license-client',
    ],
  },
  {
    slug: 'run-it-yourself',
    title: 'Run it yourself',
    intro: 'Complete applications for a small server. Your data stays where you put it.',
    products: [
      'brasswick/invoice-desk',
      'brasswick/status-lamp',
      'fernquay/booking-counter',
      'hexmoor/pdf-press',
      'hexmoor/uptime-ledger',
    ],
  },
  {
    slug: 'before-you-upgrade',
    title: 'Before you upgrade',
    intro: 'Tests for what users see, and people who have done the same upgrade forty times.',
    products: [
      'loomvale/upgrade-clinic',
      'brasswick/mail-rehearsal',
      'fernquay/query-review',
      'loomvale/import-desk',
    ],
  },
  {
    slug: 'nobody-is-stopped',
    title: 'Nobody is stopped',
    intro:
      'Forms, charts and banners that work by keyboard and screen reader, and people who can tell you whether yours do.',
    products: [
      'pinehollow/field-notes',
      'quillmere/consent-without-drama',
      'pinehollow/quiet-charts',
      'papermoth/alt-text-desk',
      'meadowlark/accessibility-review',
    ],
  },
  {
    slug: 'nights-without-alarms',
    title: 'Nights without alarms',
    intro: 'See what your servers and queues do before they wake somebody.',
    products: [
      'saltbrook/queue-lens',
      'tidewick/log-harbor',
      'tidewick/backup-witness',
      'hexmoor/uptime-ledger',
      'saltbrook/cache-sheriff',
    ],
  },
]
