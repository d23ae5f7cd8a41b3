import { developer, extended, regular, service } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, issues in the repository', responseHours: 24 }

export const loomvale: DemoSeller = {
  slug: 'loomvale',
  name: 'Loomvale',
  commissionBps: 1_200,
  products: [
    {
      slug: 'audit-trail',
      type: 'package',
      name: 'Audit Trail for Eloquent',
      summary: 'Records who changed which attribute and why, and puts a model back to any earlier state.',
      description: `
Every support request that begins with "it was different yesterday" ends sooner when the answer is in the database. Audit
Trail writes one row per change, in the same transaction as the change itself, with the person, the request and the reason.

## What you get

- A trait for models: \`use RecordsChanges;\` and the history is kept from then on
- Before and after values per attribute, with casts applied and secrets left out
- \`$invoice->trail()->at($date)\` gives the model as it was
- Reverting writes a new entry; nothing is ever deleted
- A Blade component and a Livewire table for the history of a record

## In a minute

\`\`\`
composer require loomvale/audit-trail
php artisan migrate
php artisan audit-trail:check
\`\`\`

Bulk updates do not fire Eloquent events. The query builder macro \`updateWithTrail()\` covers them, and
\`audit-trail:check\` lists the places in your code where a plain \`update()\` would go unseen.

## Size and speed

One insert per changed model, about 0.4 ms on a small PostgreSQL server. Partitioning by month is built in for PostgreSQL
and MySQL; older partitions can be moved to files as newline-delimited JSON.
`,
      categories: ['data-and-imports', 'laravel-packages'],
      tags: ['audit', 'history', 'eloquent', 'compliance', 'revert'],
      compatibility: {
        php: '^8.2',
        laravel: '^11|^12|^13',
        other: 'MySQL 8, MariaDB 10.6 or PostgreSQL 14 and later',
      },
      support,
      links: {
        demo: 'https://audit-trail.demo.example.com',
        repository: 'https://git.example.org/loomvale/audit-trail',
        documentation: 'https://docs.example.com/audit-trail',
      },
      refundDays: 30,
      popularity: 9,
      packages: [
        {
          name: 'Single project',
          description: 'For one application and its staging copy.',
          features: ['1 production application', 'A year of updates', '6 months of support'],
          pricing: 'one-time',
          price: { usd: 7_900, eur: 7_500 },
          license: regular(),
        },
        {
          name: 'Company',
          description: 'For the applications of one company.',
          features: [
            '10 production applications',
            '2 years of updates',
            'Archive export to S3',
            'Support within a day',
          ],
          pricing: 'one-time',
          price: { usd: 24_900, eur: 23_900 },
          license: extended({ features: ['archive-export'] }),
          mostPopular: true,
        },
        {
          name: 'Agency',
          description: 'For client work without counting.',
          features: ['Unlimited client projects', '2 years of updates and support', 'Archive export to S3'],
          pricing: 'one-time',
          price: { usd: 49_900, eur: 47_900 },
          license: developer({ features: ['archive-export'] }),
        },
      ],
      releases: [
        {
          version: '2.4.0',
          daysAgo: 402,
          laravel: '^10|^11',
          notes:
            '- History of pivot tables\n- `RecordsChanges` leaves out attributes listed in `$hidden`\n- Faster reading of long histories',
        },
        {
          version: '3.0.0',
          daysAgo: 231,
          laravel: '^11|^12',
          notes:
            '- Partitions by month for PostgreSQL and MySQL\n- The reason of a change is a required argument of `revertTo()`\n- Dropped Laravel 10\n\nRead UPGRADE.md: the migration takes about a minute per five million rows.',
        },
        {
          version: '3.1.0',
          daysAgo: 96,
          laravel: '^11|^12|^13',
          notes:
            '- Laravel 13\n- `updateWithTrail()` for the query builder\n- The history table remembers its filters',
        },
        {
          version: '3.1.1',
          daysAgo: 33,
          notes: '- Fixed: enum casts were compared by object and always recorded as changed',
        },
        {
          version: '3.2.0-beta.1',
          daysAgo: 9,
          channel: 'beta',
          notes:
            '- Preview: reading the history of several models as one timeline\n- Feedback is welcome as an issue in the repository',
        },
      ],
    },
    {
      slug: 'tenant-kit',
      type: 'package',
      name: 'Tenant Kit',
      summary:
        'Many customers in one Laravel application: database per tenant or shared, with isolation that tests can prove.',
      description: `
Tenant Kit decides once, at the edge of a request, job or command, whose data is meant, and makes everything after it
unable to see anything else.

## Two ways to keep tenants apart

- **One database each.** Connections are switched per request and per queued job; migrations run for all tenants in
  parallel with a report at the end
- **One shared database.** A global scope plus a guard at the connection that refuses a query without a tenant column

## Proof, not hope

The package ships a PHPUnit trait that walks all your routes as tenant A with the identifiers of tenant B and fails on the
first answer that is not a 404:

\`\`\`
final class TenantLeakTest extends TestCase
{
    use WalksRoutesAsStranger;
}
\`\`\`

## Also in the box

- Custom domains with verification by DNS record
- Storage disks, caches and queues with a prefix per tenant
- Suspending a tenant with a page of your own
- A command that copies one tenant to another server
`,
      categories: ['tenancy-and-access', 'laravel-packages'],
      tags: ['multi-tenant', 'saas', 'isolation', 'domains'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13', other: 'Redis is optional' },
      support,
      links: {
        repository: 'https://git.example.org/loomvale/tenant-kit',
        documentation: 'https://docs.example.com/tenant-kit',
      },
      popularity: 8,
      packages: [
        {
          name: 'Trial',
          description: 'Everything for two weeks, on one machine.',
          features: ['All features', '14 days', 'No card needed'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ term: 'trial', updateMonths: 1, supportMonths: 1, graceDays: 0 }),
          trialDays: 14,
        },
        {
          name: 'Single product',
          description: 'For one SaaS, however many tenants it has.',
          features: ['1 product', 'Unlimited tenants', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 14_900, eur: 13_900 },
          license: regular({ activations: 2 }),
          mostPopular: true,
        },
        {
          name: 'Agency',
          description: 'For the products of your clients.',
          features: ['Unlimited products', '2 years of updates and support', 'One architecture call'],
          pricing: 'one-time',
          price: { usd: 59_900, eur: 56_900 },
          license: developer(),
        },
      ],
      releases: [
        {
          version: '1.8.0',
          daysAgo: 365,
          laravel: '^10|^11|^12',
          notes: '- Custom domains are verified by a DNS record\n- Tenant migrations run in parallel',
        },
        {
          version: '2.0.0',
          daysAgo: 148,
          laravel: '^11|^12',
          notes:
            '- The connection guard refuses queries without a tenant\n- `WalksRoutesAsStranger` test trait\n- Removed the deprecated `Tenant::current()` helper',
        },
        {
          version: '2.1.0',
          daysAgo: 71,
          notes: '- Laravel 13\n- A tenant can be copied to another server with one command',
        },
        {
          version: '2.1.1',
          daysAgo: 64,
          notes: '- Cache prefixes with Redis cluster',
          withdrawn: 'Cache prefixes of two tenants could be equal on Redis cluster. Use 2.1.2.',
        },
        {
          version: '2.1.2',
          daysAgo: 63,
          notes: '- Cache prefixes carry the whole tenant id\n- Replaces 2.1.1, which was withdrawn',
        },
      ],
    },
    {
      slug: 'import-desk',
      type: 'package',
      name: 'Import Desk',
      summary:
        'Spreadsheet imports that users finish without you: column matching, row-by-row errors, preview, undo.',
      description: `
Users upload the file that they have, not the one that you documented. Import Desk shows their columns next to your
fields, remembers the match, checks every row with your validation rules and imports nothing before somebody has seen the
preview.

## How it works for your users

- Drop a CSV, XLSX or ODS file of up to 500,000 rows
- Match columns; dates and decimal commas are recognized
- See what is new, what changes and what is wrong, each with a filter
- Fix single cells in the browser, or download just the wrong rows
- Import, and undo the whole run for seven days

## How it works for you

\`\`\`
final class ContactImport extends Import
{
    public function fields(): array
    {
        return [Field::email('email')->required()->unique(), Field::text('name'), Field::date('since')];
    }
}
\`\`\`

Rows are streamed in chunks through your queue; memory stays below 64 MB whatever the file's size.
`,
      categories: ['data-and-imports', 'laravel-packages'],
      tags: ['import', 'csv', 'excel', 'validation', 'livewire'],
      compatibility: { php: '^8.3', laravel: '^12|^13', other: 'Livewire 3, a queue worker' },
      support,
      links: {
        demo: 'https://import-desk.demo.example.com',
        documentation: 'https://docs.example.com/import-desk',
      },
      popularity: 5,
      packages: [
        {
          name: 'Regular',
          description: 'For one application.',
          features: ['1 production application', 'CSV, XLSX and ODS', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 9_900, eur: 9_500 },
          license: regular(),
        },
        {
          name: 'Extended',
          description: 'For software that you sell to others.',
          features: ['10 installations', 'Your own branding', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 29_900, eur: 28_900 },
          license: extended(),
        },
      ],
      releases: [
        {
          version: '1.0.0',
          daysAgo: 128,
          notes: '- First release\n- CSV and XLSX, column matching, preview, undo',
        },
        { version: '1.1.0', daysAgo: 84, notes: '- ODS files\n- Cells can be fixed in the preview' },
        {
          version: '1.2.0',
          daysAgo: 21,
          notes: '- Files of up to 500,000 rows\n- Matching suggests fields by the content of a column',
        },
      ],
    },
    {
      slug: 'upgrade-clinic',
      type: 'consultation',
      name: 'Laravel Upgrade Clinic',
      summary:
        'We read your application, upgrade a branch to the next major version with you and leave a written plan.',
      description: `
Two engineers who maintain packages through every Laravel release look at your application for a day and spend the next
one upgrading it with you, on a branch, in your repository.

## What happens

- You give read access to the repository and an hour of questions
- We send a report: what breaks, what is merely deprecated, which packages have no successor
- In a shared session we upgrade a branch until the test suite is green
- You keep a checklist for staging and production, in the order in which to do it

## What it is not

We do not deploy for you and do not need production data. Applications without any tests get a report and a smaller
session, because nobody could say whether the upgrade worked.

Sessions are held in English, in video calls of at most three hours, between 8:00 and 18:00 UTC.
`,
      categories: ['services'],
      tags: ['upgrade', 'laravel', 'review', 'pair programming'],
      support: { channels: 'Mail and video calls', responseHours: 12 },
      links: { documentation: 'https://docs.example.com/upgrade-clinic/how-to-prepare' },
      popularity: 2,
      packages: [
        {
          name: 'Report',
          description: 'A written report on what the upgrade takes.',
          features: [
            'Up to 80,000 lines of PHP',
            'Report within 5 working days',
            'Half an hour of questions',
          ],
          pricing: 'one-time',
          price: { usd: 39_000, eur: 36_000 },
          quantity: 'single',
          license: service(),
        },
        {
          name: 'Report and session',
          description: 'The report, and a day on a branch with you.',
          features: [
            'Everything in Report',
            '6 hours of shared work',
            'Checklist for production',
            '30 days of questions',
          ],
          pricing: 'one-time',
          price: { usd: 129_000, eur: 119_000 },
          quantity: 'single',
          license: service(),
          mostPopular: true,
        },
      ],
      releases: [],
    },
    {
      slug: 'search-desk',
      type: 'package',
      name: 'Search Desk',
      summary: 'Typo-tolerant search over Eloquent models without another server.',
      description: `
A search index inside your own database, for catalogs of up to a few hundred thousand rows. Still being written: the
listing goes live with version 1.0.
`,
      categories: ['data-and-imports'],
      tags: ['search', 'eloquent'],
      compatibility: { php: '^8.3', laravel: '^12|^13' },
      support,
      popularity: 0,
      state: 'draft',
      packages: [
        {
          name: 'Regular',
          description: 'For one application.',
          features: ['1 production application'],
          pricing: 'one-time',
          price: { usd: 8_900, eur: 8_500 },
          license: regular(),
        },
      ],
      releases: [],
    },
  ],
}
