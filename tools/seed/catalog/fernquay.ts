import { developer, extended, regular, service } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, mail', responseHours: 24 }

export const fernquay: DemoSeller = {
  slug: 'fernquay',
  name: 'Fernquay Systems',
  holdDays: 10,
  products: [
    {
      slug: 'shipping-rules',
      type: 'plugin',
      name: 'Shipping Rules',
      summary:
        'Shipping costs for WooCommerce as a table that merchants understand: weight, size, zone, supplier, holiday.',
      description: `
Merchants know their shipping costs as a sheet of paper. Shipping Rules is that sheet: one row per rule, read from top to
bottom, the first that fits wins.

## What a row can ask

- Weight, volume, longest side, number of parcels
- Zone, postal code ranges, islands
- Product, category, supplier, stock location
- Day of the week and public holidays

## Try before it is live

The tester shows for any cart which row decided and which came close. Rules can be prepared and go live at a set time.
`,
      categories: ['online-shops', 'wordpress'],
      tags: ['woocommerce', 'shipping', 'rules', 'checkout'],
      compatibility: { php: '^8.1', other: 'WordPress 6.4, WooCommerce 9 and later' },
      support,
      links: {
        demo: 'https://shipping-rules.demo.example.com',
        documentation: 'https://docs.example.com/shipping-rules',
      },
      popularity: 6,
      packages: [
        {
          name: 'One shop',
          description: 'For one shop.',
          features: ['1 shop', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 4_900, eur: 4_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Five shops',
          description: 'For a group of shops.',
          features: ['5 shops', 'Rules shared between shops', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 14_900, eur: 13_900 },
          license: extended({ activations: 5, features: ['shared-rules'] }),
        },
      ],
      releases: [
        { version: '3.2.0', daysAgo: 250, notes: '- Parcels by volume' },
        { version: '3.3.0', daysAgo: 137, notes: '- Stock locations\n- The tester explains near misses' },
        {
          version: '3.4.0',
          daysAgo: 48,
          notes: '- Rules that go live at a set time\n- Works with block checkout',
        },
      ],
    },
    {
      slug: 'booking-counter',
      type: 'script',
      name: 'Booking Counter',
      summary:
        'Appointments for practices, workshops and rental counters: staff, rooms, buffers, deposits, reminders.',
      description: `
A Laravel application for places where a double booking means an apology. Every booking takes its staff, room and equipment
in one transaction; what is taken can not be taken again.

## Features

- Services with duration, buffer, and the staff who can do them
- Rooms and equipment as resources of their own
- Deposits through Stripe or in cash
- Reminders by mail and calendar files
- A counter view for the tablet at the reception

## Integration

An embeddable page, a JSON API and calendar feeds. Import from CSV and iCalendar.
`,
      categories: ['apps-and-scripts'],
      tags: ['booking', 'appointments', 'calendar', 'self-hosted'],
      compatibility: { php: '^8.2', laravel: '^11|^12', other: 'MySQL 8 or PostgreSQL 14' },
      support,
      links: {
        demo: 'https://booking-counter.demo.example.com',
        documentation: 'https://docs.example.com/booking-counter',
      },
      popularity: 5,
      packages: [
        {
          name: 'One place',
          description: 'One location with its staff.',
          features: ['1 location', '10 staff', 'A year of updates', '6 months of support'],
          pricing: 'one-time',
          price: { usd: 11_900, eur: 10_900 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Chain',
          description: 'Several locations in one installation.',
          features: ['10 locations', 'Unlimited staff', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 34_900, eur: 32_900 },
          license: extended({ features: ['locations'] }),
        },
        {
          name: 'Developer',
          description: 'Build on it for clients.',
          features: ['Unlimited installations', 'Source of the embed', '2 years of updates and support'],
          pricing: 'one-time',
          price: { usd: 79_900, eur: 74_900 },
          license: developer({ features: ['locations'] }),
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 183, notes: '- Resources beside staff\n- Counter view for tablets' },
        { version: '2.1.0', daysAgo: 88, notes: '- Deposits\n- Waiting list' },
        {
          version: '2.1.1',
          daysAgo: 74,
          notes: '- Fixed: reminders around the change to daylight saving time',
        },
        {
          version: '2.2.0',
          daysAgo: 15,
          notes: '- Import from iCalendar\n- Bookings can be moved by the guest',
        },
      ],
    },
    {
      slug: 'sepa-files',
      type: 'package',
      name: 'SEPA Files',
      summary:
        'Writes and reads bank files in PHP: pain.001, pain.008, camt.053, checked against the schema before you send.',
      description: `
Banks refuse a file for one wrong character and say so two days later. SEPA Files checks schema, character set, IBAN and
the rules of the bank before the file leaves your server.

## Formats

- Credit transfers: pain.001.001.03 and .09
- Direct debits: pain.008.001.02 and .08, mandates included
- Statements: camt.053.001.02 and .08, camt.054

## In code

\`\`\`
$file = CreditTransfer::from($account)->pay($iban, Money::eur(12_50), 'Invoice 2041');
$file->assertValid()->save('payments.xml');
\`\`\`

No dependency beside the XML extension. Amounts are integers; nothing is ever a float.
`,
      categories: ['payments-and-invoices', 'laravel-packages'],
      tags: ['sepa', 'banking', 'xml', 'payments'],
      compatibility: { php: '^8.2', laravel: '^10|^11|^12|^13', other: 'Works without Laravel too' },
      support,
      links: {
        repository: 'https://git.example.org/fernquay/sepa-files',
        documentation: 'https://docs.example.com/sepa-files',
      },
      popularity: 5,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 application', 'All formats', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 6_900, eur: 6_400 },
          license: regular(),
        },
        {
          name: 'Extended',
          description: 'For software that you sell.',
          features: ['10 applications', 'Rules of 40 banks', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 19_900, eur: 18_500 },
          license: extended({ features: ['bank-rules'] }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.3.0', daysAgo: 300, laravel: '^10|^11', notes: '- camt.054' },
        { version: '1.4.0', daysAgo: 124, notes: '- pain.001.001.09 and pain.008.001.08' },
        {
          version: '1.5.0',
          daysAgo: 42,
          notes: '- Structured addresses, required from November 2026 on\n- Laravel 13',
        },
      ],
    },
    {
      slug: 'query-review',
      type: 'consultation',
      name: 'Database Query Review',
      summary:
        'We read your slow query log and your schema and tell you the ten changes that matter, with numbers.',
      description: `
Most slow applications are slow in ten places. You send a slow query log, the schema and the sizes of your tables; we send
back what to change, in which order, and what each change is worth.

## You get

- The ten most expensive queries with their plans explained
- Indexes to add and, just as useful, to drop
- Rewrites as Eloquent code where the query comes from Eloquent
- An hour in which we go through it together

We work with MySQL, MariaDB and PostgreSQL, and never on your production server.
`,
      categories: ['services'],
      tags: ['database', 'performance', 'mysql', 'postgresql'],
      support: { channels: 'Mail and video calls', responseHours: 24 },
      popularity: 3,
      packages: [
        {
          name: 'Review',
          description: 'One application, one database.',
          features: ['Written review within 4 working days', 'One hour together'],
          pricing: 'one-time',
          price: { usd: 49_000, eur: 45_000 },
          quantity: 'single',
          license: service(),
          mostPopular: true,
        },
        {
          name: 'Review and second look',
          description: 'The same again after your changes.',
          features: ['Everything in Review', 'Second review within 3 months'],
          pricing: 'one-time',
          price: { usd: 79_000, eur: 73_000 },
          quantity: 'single',
          license: service({ supportMonths: 3 }),
        },
      ],
      releases: [],
    },
    {
      slug: 'returns-desk',
      type: 'plugin',
      name: 'Returns Desk',
      summary:
        'Returns for WooCommerce: a page for customers, a queue for the warehouse, a refund with one click.',
      description: `
Customers choose what they send back and why, the warehouse sees what arrives, the office refunds what was checked.

- Reasons and photos per item
- Labels as PDF from your carrier's account
- Partial refunds with shipping costs taken into account
- A report of what comes back and why
`,
      categories: ['online-shops'],
      tags: ['woocommerce', 'returns', 'refunds'],
      compatibility: { php: '^8.1', other: 'WordPress 6.4, WooCommerce 9 and later' },
      support,
      popularity: 0,
      state: 'in_review',
      packages: [
        {
          name: 'One shop',
          description: 'For one shop.',
          features: ['1 shop', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular(),
        },
      ],
      releases: [{ version: '1.0.0', daysAgo: 4, notes: '- First release' }],
    },
  ],
}
