import { developer, extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here', responseHours: 48 }

export const brasswick: DemoSeller = {
  slug: 'brasswick',
  name: 'Brasswick Tools',
  products: [
    {
      slug: 'mail-rehearsal',
      type: 'package',
      name: 'Mail Rehearsal',
      summary:
        'See every mail of your application with real data before your customers do, and notice when one changes.',
      description: `
Mail Rehearsal finds all mailables and notifications, fills them with records from your factories and shows them in one
place, on three widths, in light and dark, with the text part beside the HTML part.

## Snapshots for mails

\`\`\`
$this->rehearse(InvoicePaid::class)->assertLooksAsBefore();
\`\`\`

A changed sentence, a link that lost its host, a missing text part: the test shows what is different as a readable diff
instead of two hundred lines of HTML.

## Checks that run over all of them

- Links that point to localhost, staging or nowhere
- Images without a text alternative
- Subjects longer than 60 characters
- Placeholders that were never filled
- A text part that is missing or empty

The page is only registered outside of production unless you say otherwise in the config file.
`,
      categories: ['mail-and-webhooks', 'laravel-packages'],
      tags: ['mail', 'testing', 'snapshots', 'notifications'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13' },
      support,
      links: {
        demo: 'https://mail-rehearsal.demo.example.com',
        repository: 'https://git.example.org/brasswick/mail-rehearsal',
        documentation: 'https://docs.example.com/mail-rehearsal',
      },
      popularity: 7,
      packages: [
        {
          name: 'Community',
          description: 'The preview page, free for everybody.',
          features: ['Preview of all mails', 'Light and dark', 'Community support'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ activations: null, updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Team',
          description: 'Previews, snapshots and checks for a team.',
          features: ['Snapshot tests', 'All checks', 'Unlimited projects of one team', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular({ activations: 5, features: ['snapshots', 'checks'] }),
          mostPopular: true,
        },
      ],
      releases: [
        {
          version: '1.0.0',
          daysAgo: 310,
          laravel: '^10|^11|^12',
          notes: '- First release: preview page and snapshots',
        },
        {
          version: '1.1.0',
          daysAgo: 190,
          laravel: '^11|^12',
          notes: '- Notifications with several channels\n- Dark preview',
        },
        {
          version: '1.2.0',
          daysAgo: 58,
          notes:
            '- Laravel 13\n- The check for links knows signed URLs\n- Faster start with more than 100 mailables',
        },
      ],
    },
    {
      slug: 'invoice-desk',
      type: 'script',
      name: 'Invoice Desk',
      summary:
        'Invoicing for small studios on your own server: quotes, invoices, reminders, e-invoices, and numbers without gaps.',
      description: `
Invoice Desk is a complete Laravel application for studios of one to twenty people. You write a quote, it becomes an
invoice, the invoice is paid or reminded of, and at the end of the quarter the accountant gets one file.

## What it does

- Quotes, invoices, partial invoices, credit notes
- Numbers without gaps, per year, given when an invoice is sent and never before
- Reminders in three steps with texts of your own
- Factur-X and XRechnung e-invoices; EN 16931 validation before sending
- Bank statements as CAMT.053: payments are matched by reference and amount
- Time sheets that turn into invoice lines

## What it needs

A server with PHP 8.3 and MySQL or PostgreSQL; 1 GB of memory is enough. Installation takes ten minutes:

\`\`\`
unzip invoice-desk-4.1.0.zip && cd invoice-desk
composer install --no-dev
php artisan desk:install
\`\`\`

Your data stays in your database. The only connection that leaves the server is the license check, once a week.
`,
      categories: ['apps-and-scripts', 'payments-and-invoices'],
      tags: ['invoices', 'e-invoice', 'self-hosted', 'time tracking', 'accounting'],
      compatibility: {
        php: '^8.3',
        laravel: '^12',
        other: 'MySQL 8 or PostgreSQL 14; a cron job; 1 GB of memory',
      },
      support,
      links: {
        demo: 'https://invoice-desk.demo.example.com',
        documentation: 'https://docs.example.com/invoice-desk',
      },
      popularity: 8,
      packages: [
        {
          name: 'Studio',
          description: 'One company, up to three people.',
          features: ['1 installation', '3 people', 'A year of updates', '6 months of support'],
          pricing: 'one-time',
          price: { usd: 12_900, eur: 11_900 },
          license: regular(),
        },
        {
          name: 'House',
          description: 'One company, as many people as you like.',
          features: [
            '1 installation',
            'Unlimited people',
            'Several companies in one installation',
            '2 years of updates',
          ],
          pricing: 'one-time',
          price: { usd: 27_900, eur: 25_900 },
          license: extended({ activations: 2, features: ['companies'] }),
          mostPopular: true,
        },
        {
          name: 'Reseller',
          description: 'Install it for your clients.',
          features: ['Unlimited installations', 'Your name in the footer', '2 years of updates and support'],
          pricing: 'one-time',
          price: { usd: 89_900, eur: 84_900 },
          license: developer({ features: ['companies', 'white-label'] }),
        },
      ],
      releases: [
        {
          version: '3.6.0',
          daysAgo: 280,
          laravel: '^11',
          notes: '- Partial invoices\n- Bank statements as CAMT.053',
        },
        { version: '4.0.0', daysAgo: 133, notes: '- New editor for invoices\n- Factur-X\n- Needs PHP 8.3' },
        {
          version: '4.0.1',
          daysAgo: 120,
          notes: '- Fixed: rounding of discounts on lines with three decimals',
        },
        {
          version: '4.1.0',
          daysAgo: 40,
          notes: '- XRechnung 3.0\n- Time sheets can be approved\n- Reminders skip public holidays',
        },
      ],
    },
    {
      slug: 'status-lamp',
      type: 'script',
      name: 'Status Lamp',
      summary:
        'A status page that you host apart from what it watches: checks, incidents, subscribers, a history of 90 days.',
      description: `
A status page on the same server as the product says nothing when it matters. Status Lamp is small enough for the cheapest
machine at another provider: one PHP process, one SQLite file.

## Features

- HTTP, TCP, DNS and certificate checks from 30 seconds upward
- Heartbeats for cron jobs
- Incidents with updates, maintenance windows with notice
- Mail and RSS subscribers, confirmed by double opt-in
- A page without scripts, 14 KB in all

## The page stays up

Pages are written to disk as files and served by the web server itself. When PHP is down, the last state still shows,
with the time at which it was true.
`,
      categories: ['apps-and-scripts'],
      tags: ['status page', 'monitoring', 'self-hosted', 'sqlite'],
      compatibility: { php: '^8.2', other: 'SQLite 3.35 and later; any web server that serves files' },
      support,
      links: {
        demo: 'https://status-lamp.demo.example.com',
        documentation: 'https://docs.example.com/status-lamp',
      },
      popularity: 6,
      packages: [
        {
          name: 'Regular',
          description: 'One page for one product.',
          features: ['1 status page', '20 checks', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 3_900, eur: 3_700 },
          license: regular({ features: ['checks-20'] }),
        },
        {
          name: 'Extended',
          description: 'Pages for all that you run.',
          features: ['10 status pages', 'Unlimited checks', '2 years of updates', 'Checks from two places'],
          pricing: 'one-time',
          price: { usd: 9_900, eur: 9_500 },
          license: extended(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.4.0', daysAgo: 215, notes: '- Heartbeats for cron jobs' },
        {
          version: '1.5.0',
          daysAgo: 101,
          notes: '- Maintenance windows\n- Subscribers can choose components',
        },
        { version: '1.5.2', daysAgo: 26, notes: '- Fixed: certificate checks on hosts with IPv6 only' },
      ],
    },
    {
      slug: 'consent-gate',
      type: 'plugin',
      name: 'Consent Gate for WordPress',
      summary: 'Loads embeds, maps and statistics only after a click, without a banner over the whole page.',
      description: `
Most sites need consent for three things: a video, a map and statistics. Consent Gate puts a still picture and a sentence
where each of them would be, and loads the real thing when the visitor asks for it.

## What it does

- Recognizes embeds in blocks, widgets and page builders by their address
- Shows a preview that is stored on your own server
- Keeps the choice per service, with a page to change it
- Works with full-page caches: the decision is made in the browser

## What it does not do

It is no legal advice and has no database of four thousand cookies. You name the services that you use, in a file or in
the settings.
`,
      categories: ['wordpress', 'plugins'],
      tags: ['wordpress', 'consent', 'privacy', 'embeds'],
      compatibility: { php: '^8.1', other: 'WordPress 6.4 and later' },
      support,
      links: {
        demo: 'https://consent-gate.demo.example.com',
        documentation: 'https://docs.example.com/consent-gate',
      },
      popularity: 6,
      packages: [
        {
          name: 'One site',
          description: 'For one WordPress site.',
          features: ['1 site', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 2_900, eur: 2_700 },
          license: regular(),
        },
        {
          name: 'Ten sites',
          description: 'For a handful of clients.',
          features: ['10 sites', '2 years of updates', 'Settings as a file'],
          pricing: 'one-time',
          price: { usd: 8_900, eur: 8_500 },
          license: extended(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 240, notes: '- Rewritten without jQuery\n- Block editor previews' },
        { version: '2.1.0', daysAgo: 112, notes: '- Maps of OpenStreetMap\n- Choices expire after a year' },
        { version: '2.1.3', daysAgo: 18, notes: '- Fixed: embeds inside of tabs were not found' },
      ],
    },
  ],
}
