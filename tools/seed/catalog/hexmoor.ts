import { extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, status page at status.example.com', responseHours: 8 }

export const hexmoor: DemoSeller = {
  slug: 'hexmoor',
  name: 'Hexmoor',
  products: [
    {
      slug: 'address-check',
      type: 'api',
      name: 'Address Check API',
      summary:
        'Checks and normalizes postal addresses of 31 countries against open data, in one call of about 60 ms.',
      description: `
Send an address as people typed it, get it back as the post office writes it, with a verdict for each part: found, guessed
or unknown.

## A call

\`\`\`
POST /v1/addresses:check
{"country": "NL", "lines": ["kerkstr 12a", "1017gp amsterdam"]}
\`\`\`

## What comes back

- Normalized parts: street, number, addition, postal code, city
- A verdict and a confidence per part
- Coordinates where the source has them
- The source of the data and its date

## Data

Built from national open registers and OpenStreetMap, renewed every month. Requests are not stored; logs keep the country
and the time taken.

The Starter pack has the PHP client, a sandbox data set of two cities and a local server that answers like the API.
`,
      categories: ['apis'],
      tags: ['addresses', 'validation', 'geocoding', 'checkout'],
      compatibility: { other: 'HTTPS; the client of the Starter pack needs PHP 8.2' },
      support,
      links: { documentation: 'https://docs.example.com/address-check' },
      popularity: 3,
      packages: [
        {
          name: 'Starter pack',
          description: 'PHP client and sandbox for development.',
          features: ['PHP client', 'Sandbox with two cities', 'No calls to the live API'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ activations: 3, updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Pay as you go',
          description: 'Billed monthly for what was used.',
          features: ['0.40 USD per 100 calls', '20 calls per second', '31 countries'],
          pricing: 'usage',
          usage: { unitPriceMicros: 400_000, per: 100 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: null }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 198, notes: '- First release of client and sandbox' },
        {
          version: '1.1.0',
          daysAgo: 66,
          notes: '- Batches of up to 100 addresses\n- Retries with a growing pause',
        },
      ],
    },
    {
      slug: 'pdf-press',
      type: 'api',
      name: 'PDF Press API',
      summary:
        'HTML in, PDF out: tagged and archivable, with page numbers and repeated table heads. Hosted, or on your server.',
      description: `
PDF Press renders invoices, contracts and reports from the HTML that you already have, and makes files that archives and
screen readers accept.

## Features

- PDF/A-3 with attachments, for e-invoices
- Tagged PDF from headings, lists and tables
- Running headers and footers, page numbers, repeated table heads
- Fonts are embedded as subsets; nothing is loaded from other hosts

## Two ways to use it

As an API that is billed by the page, or as a container for your own server with the same interface. The container needs
no connection to the internet beside the license check.

\`\`\`
docker load < pdf-press-2.2.0.tar
docker run -p 8080:8080 -e LICENSE_KEY=… pdf-press:2.2.0
\`\`\`
`,
      categories: ['apis', 'apis-and-hosted'],
      tags: ['pdf', 'html', 'invoices', 'pdf/a', 'self-hosted'],
      compatibility: { other: 'Self-hosted: Docker on x86-64 or ARM, 2 GB of memory' },
      support,
      links: {
        demo: 'https://pdf-press.demo.example.com',
        documentation: 'https://docs.example.com/pdf-press',
      },
      popularity: 5,
      packages: [
        {
          name: 'Self-hosted',
          description: 'The container on your own server.',
          features: ['1 server', 'Unlimited pages', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 39_000, eur: 36_900 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Self-hosted cluster',
          description: 'For several servers behind a balancer.',
          features: ['10 servers', 'Unlimited pages', '2 years of updates', 'Answers within 8 hours'],
          pricing: 'one-time',
          price: { usd: 129_000, eur: 119_000 },
          license: extended(),
        },
        {
          name: 'Hosted',
          description: 'Billed monthly by the page.',
          features: ['2.50 USD per 1,000 pages', 'Results kept for an hour', 'EU or US region'],
          pricing: 'usage',
          usage: { unitPriceMicros: 2_500_000, per: 1000 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: null }),
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 220, notes: '- Tagged PDF\n- New layout engine for tables' },
        { version: '2.1.0', daysAgo: 105, notes: '- PDF/A-3 with attachments' },
        { version: '2.2.0', daysAgo: 29, notes: '- ARM images\n- Right-to-left text in tables' },
      ],
    },
    {
      slug: 'uptime-ledger',
      type: 'saas',
      name: 'Uptime Ledger',
      summary:
        'Monitoring with a monthly report that you can show to clients: what was down, how long, and why.',
      description: `
Agencies promise availability and seldom prove it. Uptime Ledger checks your clients' sites every 30 seconds from three
places and writes a report for each client, in your design, on the first of the month.

## Features

- Three places must agree before anything counts as down
- Causes are told apart: DNS, certificate, timeout, status, content
- Agreed maintenance does not count
- Reports as page and PDF, with your logo
- Alarms by mail, webhook and SMS

## Hosted or on your side

The plans are run by us. The self-hosted edition is the same application without SMS, for those whose checks must not
leave the house.
`,
      categories: ['hosted-services', 'apis-and-hosted'],
      tags: ['monitoring', 'reports', 'agencies', 'sla'],
      compatibility: { other: 'Self-hosted: PHP 8.3, PostgreSQL 15, Redis 7' },
      support,
      links: {
        demo: 'https://uptime-ledger.demo.example.com',
        documentation: 'https://docs.example.com/uptime-ledger',
      },
      popularity: 4,
      packages: [
        {
          name: 'Monthly',
          description: '25 sites, month by month.',
          features: ['25 sites', '30-second checks', 'Reports in your design'],
          pricing: 'subscription',
          price: { usd: 2_900, eur: 2_700 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: 25 }),
        },
        {
          name: 'Yearly',
          description: '100 sites, two months free.',
          features: ['100 sites', '30-second checks', 'SMS alarms', 'Reports in your design'],
          pricing: 'subscription',
          price: { usd: 59_000, eur: 55_000 },
          quantity: 'single',
          license: extended({ term: 'annual', activations: 50 }),
          mostPopular: true,
        },
        {
          name: 'Self-hosted',
          description: 'The application on your own server.',
          features: ['1 installation', 'Unlimited sites', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 34_900, eur: 32_900 },
          license: regular(),
        },
      ],
      releases: [
        { version: '5.2.0', daysAgo: 160, notes: '- Self-hosted edition' },
        { version: '5.3.0', daysAgo: 82, notes: '- Causes are told apart in reports' },
        {
          version: '5.4.0',
          daysAgo: 24,
          notes: '- Agreed maintenance windows\n- Reports in German and French',
        },
      ],
    },
    {
      slug: 'form-relay',
      type: 'saas',
      name: 'Form Relay',
      summary:
        'A form endpoint for static sites: spam is held back without puzzles, entries go to mail, sheet or webhook.',
      description: `
Point a form of a static site to Form Relay and read the entries where you already work. No script on the page, no puzzle
for your visitors.

- Spam is judged by timing, wording and sender reputation; what is doubtful waits in a list
- Files of up to 25 MB, scanned before anybody opens them
- Entries to mail, webhook, CSV or a shared sheet
- Entries are deleted after the time that you set; 30 days unless you say otherwise

The Starter pack has HTML templates for six usual forms and a local relay for development.
`,
      categories: ['hosted-services'],
      tags: ['forms', 'static sites', 'spam', 'webhook'],
      support,
      links: { documentation: 'https://docs.example.com/form-relay' },
      popularity: 3,
      packages: [
        {
          name: 'Starter pack',
          description: 'Templates and a local relay.',
          features: ['6 form templates', 'Local relay for development'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ activations: null, updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Site',
          description: 'Up to 1,000 entries a month.',
          features: ['5 forms', '1,000 entries a month', 'Webhooks'],
          pricing: 'subscription',
          price: { usd: 900, eur: 900 },
          quantity: 'single',
          license: regular({ term: 'monthly' }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.2.0', daysAgo: 92, notes: '- Templates for job applications and returns' },
        { version: '1.3.0', daysAgo: 31, notes: '- Local relay in the pack' },
      ],
    },
    {
      slug: 'webhook-inbox',
      type: 'package',
      name: 'Webhook Inbox for Laravel',
      summary:
        'Takes webhooks in, verifies and stores them first, handles them once, and lets you play any of them again.',
      description: `
A webhook that fails inside your controller is gone, or comes ten times. Webhook Inbox answers within milliseconds, stores
the raw bytes, and hands each event to your handler exactly as often as it should.

## Features

- Signatures of 14 providers, and a base class for others
- One row per event id; repeats are counted and ignored
- Handlers run in your queue with retries of their own
- Every event can be looked at and played again
- A test helper that signs like the provider

\`\`\`
Inbox::on('invoice.paid', MarkInvoicePaid::class);
\`\`\`
`,
      categories: ['mail-and-webhooks', 'laravel-packages'],
      tags: ['webhooks', 'queue', 'idempotent', 'payments'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13' },
      support,
      links: {
        repository: 'https://git.example.org/hexmoor/webhook-inbox',
        documentation: 'https://docs.example.com/webhook-inbox',
      },
      popularity: 6,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 application', 'All providers', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 4_900, eur: 4_500 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Seats',
          description: 'For teams that count developers, not applications.',
          features: ['3 places per seat', 'Any application', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 6_900, eur: 6_500 },
          quantity: 'seats',
          license: extended({ activations: 3 }),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 205, laravel: '^11|^12', notes: '- First release with 9 providers' },
        {
          version: '1.1.0',
          daysAgo: 99,
          laravel: '^11|^12',
          notes: '- 5 more providers\n- Events can be played again from the command line',
        },
        { version: '1.2.0', daysAgo: 36, notes: '- Laravel 13\n- Old events are packed after 30 days' },
      ],
    },
  ],
}
