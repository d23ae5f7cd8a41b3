import { developer, regular, service } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here and calls by appointment', responseHours: 24 }

export const meadowlark: DemoSeller = {
  slug: 'meadowlark',
  name: 'Meadowlark Works',
  products: [
    {
      slug: 'accessibility-review',
      type: 'consultation',
      name: 'Accessibility Review',
      summary:
        'Two people who use screen readers every day go through your product and write down where they stop.',
      description: `
A tool finds a third of what stops people. We find the rest: two reviewers, one by screen reader and one by keyboard and
zoom, go through the five tasks that matter most in your product.

- A report with each finding, how to reproduce it, and how to cure it
- Ordered by how many people it stops, not by paragraph
- A call with your developers
- A second look after eight weeks
`,
      categories: ['services'],
      tags: ['accessibility', 'review', 'wcag', 'screen reader'],
      support,
      popularity: 3,
      packages: [
        {
          name: 'Five tasks',
          description: 'The tasks that matter most.',
          features: ['5 tasks', 'Report and call', 'A second look'],
          pricing: 'one-time',
          price: { usd: 98_000, eur: 92_000 },
          quantity: 'single',
          license: service({ supportMonths: 3 }),
          mostPopular: true,
        },
        {
          name: 'One page',
          description: 'A first impression.',
          features: ['1 page', 'Written report'],
          pricing: 'one-time',
          price: { usd: 24_000, eur: 22_000 },
          quantity: 'single',
          license: service(),
        },
      ],
      releases: [],
    },
    {
      slug: 'database-tune-up',
      type: 'consultation',
      name: 'Database Tune-up',
      summary:
        'A day with your slowest queries: measured before, cured, measured after, explained to your team.',
      description: `
Send a week of slow logs. We reproduce the worst ten on data like yours, change indexes or queries, and show with numbers
what it brought. What cannot be cured cheaply is said so.
`,
      categories: ['services'],
      tags: ['mysql', 'postgresql', 'performance', 'review'],
      support,
      popularity: 3,
      packages: [
        {
          name: 'One day',
          description: 'Ten queries.',
          features: ['10 queries', 'Before and after', 'A call with your team'],
          pricing: 'one-time',
          price: { usd: 120_000, eur: 112_000 },
          quantity: 'single',
          license: service(),
          mostPopular: true,
        },
      ],
      releases: [],
    },
    {
      slug: 'form-guard',
      type: 'package',
      name: 'Form Guard',
      summary:
        'Keeps robots out of forms without puzzles: timing, wording and a hidden field that only they fill in.',
      description: `
Nobody should count traffic lights to write to you. Form Guard judges what is sent and how, holds back what is doubtful,
and lets you teach it.

- No request to anybody else
- What is held back can be read, and let through
- A rate per address and network
- Works on cached pages
`,
      categories: ['laravel-packages'],
      tags: ['spam', 'forms', 'privacy', 'accessible'],
      compatibility: { php: '^8.1', laravel: '^10|^11|^12|^13' },
      support,
      popularity: 6,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 application', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 3_900, eur: 3_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Developer',
          description: 'For client work.',
          features: ['Unlimited client projects', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 14_900, eur: 13_900 },
          license: developer(),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 382, laravel: '^9|^10|^11', notes: '- First release' },
        { version: '1.4.0', daysAgo: 165, notes: '- Works on cached pages\n- Laravel 12' },
        { version: '1.5.0', daysAgo: 25, notes: '- Laravel 13' },
      ],
    },
    {
      slug: 'export-courier',
      type: 'package',
      name: 'Export Courier',
      summary:
        'Exports of a million rows that arrive by mail as a link, resume after a restart and never fill the disk.',
      description: `
Export buttons die at the ten-thousandth row. Export Courier streams to your file store in parts, goes on where a worker
was stopped, and sends a link that ends.

- CSV, Excel and JSON lines, row by row
- Who exported what is written down
- Columns that a role may not see are not there
`,
      categories: ['data-and-imports', 'laravel-packages'],
      tags: ['export', 'csv', 'excel', 'queues'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13' },
      support,
      popularity: 4,
      packages: [
        {
          name: 'Regular',
          description: 'One application.',
          features: ['1 application', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 235, notes: '- First release' },
        { version: '1.1.0', daysAgo: 112, notes: '- Excel, row by row' },
        { version: '1.1.1', daysAgo: 19, notes: '- Fixed: links ended an hour early in winter' },
      ],
    },
  ],
}
