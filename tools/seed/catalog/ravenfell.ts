import { extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here; security by mail', responseHours: 36 }

export const ravenfell: DemoSeller = {
  slug: 'ravenfell',
  name: 'Ravenfell Apps',
  products: [
    {
      slug: 'ticket-stub',
      type: 'script',
      name: 'Ticket Stub',
      summary:
        'Sell tickets from your own server: seating plans, entry by phone camera, refunds when it rains.',
      description: `
For theaters, clubs and fairs that do not want to give a tenth of each ticket away. Ticket Stub runs on a small server and
scans at the door without network.

- Seating plans drawn in the browser
- Entry control that works offline and joins its lists later
- Refunds of a whole evening with one act
- Accounts for promoters who see their own events only
`,
      categories: ['apps-and-scripts'],
      tags: ['tickets', 'events', 'self-hosted', 'offline'],
      compatibility: { php: '^8.3', other: 'MySQL 8 or MariaDB 10.6' },
      support,
      links: { demo: 'https://ticket-stub.demo.example.com' },
      refundDays: 14,
      popularity: 5,
      packages: [
        {
          name: 'House',
          description: 'One house.',
          features: ['1 installation', 'Unlimited events', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 24_900, eur: 22_900 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Promoter',
          description: 'Several houses.',
          features: ['10 installations', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 69_900, eur: 64_900 },
          license: extended(),
        },
      ],
      releases: [
        { version: '4.0.0', daysAgo: 390, notes: '- Entry control without network' },
        { version: '4.2.0', daysAgo: 175, notes: '- Seating plans drawn in the browser' },
        { version: '4.3.0', daysAgo: 20, notes: '- Refunds of a whole evening' },
      ],
    },
    {
      slug: 'member-roll',
      type: 'script',
      name: 'Member Roll',
      summary:
        'Members, dues and meetings of a club, with direct debit files and minutes that cannot be changed later.',
      description: `
A club has a treasurer with little time and members with many addresses. Member Roll keeps both in order.

- Dues by age, family and month of joining
- SEPA direct debit files and reminders
- Invitations in time, proxies, and minutes that are sealed
- A page for each member, by a link instead of a password
`,
      categories: ['apps-and-scripts'],
      tags: ['clubs', 'members', 'sepa', 'self-hosted'],
      compatibility: { php: '^8.2', other: 'SQLite or MySQL 8' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Club',
          description: 'One club.',
          features: ['1 installation', 'Unlimited members', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 12_900, eur: 11_900 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 245, notes: '- First release' },
        { version: '1.2.0', daysAgo: 91, notes: '- Sealed minutes' },
      ],
    },
    {
      slug: 'recipe-counter',
      type: 'script',
      name: 'Recipe Counter',
      summary:
        'Recipes, allergens and purchase lists for kitchens that cook for two hundred, with prices of yesterday.',
      description: `
A recipe for four does not become one for two hundred by multiplying. Recipe Counter knows losses, pack sizes and ovens.

- Allergens and nutrients from open data, with what you correct
- Purchase lists by supplier and pack
- Costs per plate, with the price of the last delivery
`,
      categories: ['apps-and-scripts'],
      tags: ['kitchen', 'allergens', 'purchasing', 'self-hosted'],
      compatibility: { php: '^8.3', other: 'PostgreSQL 14' },
      support,
      popularity: 2,
      packages: [
        {
          name: 'Kitchen',
          description: 'One kitchen.',
          features: ['1 installation', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 16_900, eur: 15_900 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 128, notes: '- First release' },
        { version: '1.1.0', daysAgo: 36, notes: '- Pack sizes' },
      ],
    },
    {
      slug: 'link-ledger',
      type: 'script',
      name: 'Link Ledger',
      summary:
        'Short links that you own: counted without cookies, checked every night, kept when the page moves.',
      description: `
A short link on a printed flyer lives for years. Link Ledger counts its visits by day and country, looks every night
whether its goal is still there, and tells you before your readers do.

- QR codes as SVG and PDF
- Goals by date, language or device
- Import of other services' exports
`,
      categories: ['apps-and-scripts'],
      tags: ['links', 'qr', 'analytics', 'privacy'],
      compatibility: { php: '^8.2', laravel: '^11|^12' },
      support,
      popularity: 4,
      packages: [
        {
          name: 'Own domain',
          description: 'One domain.',
          features: ['1 domain', 'Unlimited links', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 200, notes: '- Nightly check of goals' },
        { version: '2.1.0', daysAgo: 63, notes: '- QR codes as PDF' },
      ],
    },
  ],
}
