import { developer, extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here and public issues', responseHours: 24 }

export const saltbrook: DemoSeller = {
  slug: 'saltbrook',
  name: 'Saltbrook Labs',
  products: [
    {
      slug: 'queue-lens',
      type: 'package',
      name: 'Queue Lens',
      summary:
        'See what your queues did last night: waits, retries and the one job that held up four thousand others.',
      description: `
Dashboards of queues show how they are. Queue Lens shows how they came to be so: every job with its wait, its run and the
jobs that it stood behind.

## Features

- Waits and run times per job class, as percentiles instead of averages
- The critical path of a batch, drawn
- Failed jobs grouped by cause, retried by group
- An alarm when a wait grows, long before it is long

It works with the database, Redis and SQS drivers and keeps thirty days in about 40 MB for a million jobs.
`,
      categories: ['laravel-packages'],
      tags: ['queues', 'monitoring', 'jobs', 'performance'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13' },
      support,
      links: { documentation: 'https://docs.example.com/queue-lens' },
      popularity: 6,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 production application', 'All drivers', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 7_900, eur: 7_500 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Team',
          description: 'Several applications of one company.',
          features: ['10 applications', 'Shared alarms', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 21_900, eur: 20_900 },
          license: extended({ features: ['shared-alarms'] }),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 372, laravel: '^10|^11', notes: '- First release' },
        { version: '1.4.0', daysAgo: 190, notes: '- Critical path of batches\n- Laravel 12' },
        { version: '2.0.0', daysAgo: 40, notes: '- SQS\n- A third of the memory of before' },
      ],
    },
    {
      slug: 'search-bench',
      type: 'package',
      name: 'Search Bench',
      summary:
        'Full-text search in the database that you have: typos, synonyms and weights on MySQL, PostgreSQL and SQLite.',
      description: `
A shop with forty thousand products does not need another server to be searched. Search Bench builds an index in your own
database and answers in a few milliseconds.

- Typo tolerance by trigrams, prefixes while people type
- Synonyms and stop words per language
- Facets with counts
- A page that shows why a result stands where it stands
- Index changes within the transaction of the model

\`\`\`
Product::searchBench('linnen tablecloth')->facets('color', 'size')->get();
\`\`\`
`,
      categories: ['data-and-imports', 'laravel-packages'],
      tags: ['search', 'full text', 'typo tolerance', 'facets'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13', other: 'MySQL 8, PostgreSQL 14 or SQLite 3.40' },
      support,
      links: {
        demo: 'https://search-bench.demo.example.com',
        documentation: 'https://docs.example.com/search-bench',
      },
      popularity: 7,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 application', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 9_900, eur: 9_500 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Developer',
          description: 'For agencies.',
          features: ['Unlimited client projects', 'Source of the index builder', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 39_900, eur: 37_900 },
          license: developer(),
        },
      ],
      releases: [
        { version: '0.9.0', daysAgo: 385, channel: 'beta', laravel: '^10|^11', notes: '- Public beta' },
        { version: '1.0.0', daysAgo: 340, laravel: '^10|^11', notes: '- First stable release' },
        { version: '1.5.0', daysAgo: 130, notes: '- Facets with counts\n- SQLite' },
        { version: '1.6.0', daysAgo: 18, notes: '- Explains the order of results' },
      ],
    },
    {
      slug: 'cache-sheriff',
      type: 'package',
      name: 'Cache Sheriff',
      summary: 'Finds stale caches before customers do: every cached value knows the rows that it came from.',
      description: `
Two things are hard, and naming is the other one. Cache Sheriff notes which rows were read while a value was computed and
drops the value when one of them changes.

- Works with your present \`Cache::remember\` calls
- Shows which values nobody reads
- A dry mode that only reports what would have been stale
`,
      categories: ['laravel-packages'],
      tags: ['cache', 'consistency', 'performance'],
      compatibility: { php: '^8.3', laravel: '^12|^13' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Report',
          description: 'The dry mode, for as long as you like.',
          features: ['Reports stale values', 'No time limit'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ supportMonths: 0, activations: null }),
        },
        {
          name: 'Regular',
          description: 'Drops what is stale.',
          features: ['1 application', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 95, notes: '- First release' },
        {
          version: '1.0.1',
          daysAgo: 60,
          notes: '- Fixed: nested tags',
          withdrawn: 'Tags of two stores were mixed up.',
        },
        { version: '1.0.2', daysAgo: 58, notes: '- Fixed: tags of two stores' },
      ],
    },
    {
      slug: 'time-sheet-kit',
      type: 'package',
      name: 'Time Sheet Kit',
      summary:
        'Working hours as your law wants them: breaks, rest, overtime and corrections that stay visible.',
      description: `
A set of models, rules and Blade forms for recording working time. Rules for seven countries are data files that you can
read and change.

- Stamps by page, terminal and API
- Corrections keep what was there before, and who changed it
- Monthly sheets as PDF and CSV
- Rest periods and overtime are warned of on the day, not in the audit
`,
      categories: ['laravel-packages', 'data-and-imports'],
      tags: ['working time', 'hr', 'pdf', 'audit'],
      compatibility: { php: '^8.2', laravel: '^11|^12' },
      support,
      popularity: 2,
      packages: [
        {
          name: 'Per seat',
          description: 'For each person whose time is recorded.',
          features: ['Country rules', 'PDF and CSV', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 1_900, eur: 1_800 },
          quantity: 'seats',
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 225, notes: '- First release with rules for four countries' },
        { version: '1.2.0', daysAgo: 85, notes: '- Three more countries\n- Terminal API' },
      ],
    },
  ],
}
