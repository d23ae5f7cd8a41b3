import { extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, weekdays 9 to 17 UTC', responseHours: 12 }

export const quillmere: DemoSeller = {
  slug: 'quillmere',
  name: 'Quillmere',
  products: [
    {
      slug: 'redirect-garden',
      type: 'plugin',
      name: 'Redirect Garden',
      summary:
        'Redirects for WordPress that prune themselves: chains are cut short, dead ends are shown with their guests.',
      description: `
Ten years of renamed pages are a garden nobody weeds. Redirect Garden reads what visitors really ask for and keeps only
the redirects that somebody still needs.

- Chains become one hop
- Dead ends sorted by how many people ended there
- Import from .htaccess and five other plugins
- No table scan per request: one lookup, measured at 0.2 ms
`,
      categories: ['wordpress', 'plugins'],
      tags: ['wordpress', 'seo', 'redirects', '404'],
      compatibility: { php: '>=7.4', other: 'WordPress 6.2 or newer' },
      support,
      links: { documentation: 'https://docs.example.com/redirect-garden' },
      popularity: 8,
      packages: [
        {
          name: '1 site',
          description: 'For one site.',
          features: ['1 site', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 2_900, eur: 2_900 },
          license: regular(),
        },
        {
          name: '10 sites',
          description: 'For studios.',
          features: ['10 sites', '2 years of updates', 'Import from other plugins'],
          pricing: 'one-time',
          price: { usd: 8_900, eur: 8_500 },
          license: extended({ features: ['import'] }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 395, notes: '- One lookup per request' },
        { version: '2.3.0', daysAgo: 210, notes: '- Dead ends by visitors' },
        { version: '2.4.0', daysAgo: 33, notes: '- Import from two more plugins' },
      ],
    },
    {
      slug: 'consent-without-drama',
      type: 'plugin',
      name: 'Consent Without Drama',
      summary: 'A consent banner of 6 KB that asks once, says what for, and loads nothing before the answer.',
      description: `
Most banners weigh more than the page below them. This one is HTML and CSS with a small script, works by keyboard, and
keeps a log that an authority can read.

## Features

- Nothing is loaded before consent; a scan tells you what would be
- Refusing is as easy as accepting, as it has to be
- Texts in 24 languages, written by people
- A log without personal data
`,
      categories: ['wordpress', 'plugins'],
      tags: ['consent', 'privacy', 'cookies', 'accessible'],
      compatibility: { php: '>=7.4', other: 'WordPress 6.0 or newer; a snippet for everything else' },
      support,
      links: { demo: 'https://consent.demo.example.com' },
      popularity: 9,
      packages: [
        {
          name: 'Site',
          description: 'One site, everything included.',
          features: ['1 site', '24 languages', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 3_900, eur: 3_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Agency',
          description: 'For the sites of clients.',
          features: ['25 sites', 'Your logo', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 14_900, eur: 13_900 },
          license: extended({ activations: 25 }),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 355, notes: '- First release' },
        { version: '1.3.0', daysAgo: 140, notes: '- Scan of what is loaded' },
        {
          version: '1.4.0',
          daysAgo: 27,
          notes: '- Four more languages\n- Fixed: focus after closing on iOS',
        },
      ],
    },
    {
      slug: 'table-of-truth',
      type: 'plugin',
      name: 'Table of Truth',
      summary:
        'Tables for editors: sort, filter and chart a spreadsheet in the block editor, kept in sync with its file.',
      description: `
Editors paste tables, and then the numbers change. Table of Truth keeps the table joined to a CSV file or a shared sheet
and shows when it was last true.

- Sorting and filtering without a library on the page
- Charts as SVG with a table for screen readers behind them
- Notes on single cells
`,
      categories: ['wordpress', 'plugins'],
      tags: ['tables', 'csv', 'charts', 'block editor'],
      compatibility: { php: '>=8.0', other: 'WordPress 6.4 or newer' },
      support,
      popularity: 4,
      packages: [
        {
          name: 'Site',
          description: 'One site.',
          features: ['1 site', 'CSV and shared sheets', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 4_500, eur: 4_300 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 180, notes: '- First release' },
        { version: '1.1.0', daysAgo: 72, notes: '- Charts' },
      ],
    },
    {
      slug: 'parcel-labels',
      type: 'plugin',
      name: 'Parcel Labels for Shops',
      summary:
        'Prints the labels of six carriers from the order list, in the order in which the shelf is packed.',
      description: `
For shops that send thirty parcels a day and not three thousand. Select orders, print, pack: labels come out sorted by
shelf, with a slip for each parcel.

- Six carriers in Europe, with your own contracts
- Customs forms where they are needed
- Tracking numbers go back to the order and to the customer
`,
      categories: ['online-shops', 'plugins'],
      tags: ['shipping', 'labels', 'customs', 'shop'],
      compatibility: { php: '>=8.1', other: 'WooCommerce 8 or PrestaShop 8' },
      support,
      refundDays: 30,
      popularity: 4,
      packages: [
        {
          name: 'Shop',
          description: 'One shop.',
          features: ['1 shop', '6 carriers', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 11_900, eur: 10_900 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '3.0.0', daysAgo: 265, notes: '- Customs forms' },
        { version: '3.1.0', daysAgo: 101, notes: '- Sorted by shelf' },
        { version: '3.2.0', daysAgo: 14, notes: '- A sixth carrier' },
      ],
    },
  ],
}
