import { developer, extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, on weekdays', responseHours: 36 }

export const papermoth: DemoSeller = {
  slug: 'papermoth',
  name: 'Papermoth Studio',
  products: [
    {
      slug: 'ledgerline-admin',
      type: 'theme',
      name: 'Ledgerline Admin',
      summary:
        'An admin theme for people who look at tables all day: 62 Blade components, dense, calm, usable by keyboard.',
      description: `
Ledgerline is what we wished for while building the back office of a wholesaler: rows that fit on a laptop screen, numbers
that line up, filters that say what they hide.

## Inside

- 62 Blade components, each with a page that shows all its states
- Tables with frozen columns, saved views and totals
- Forms with errors at the field and at the top
- Charts as SVG from the server, without a library
- Light and dark, both with contrast of at least 4.5 : 1

## How it is built

Tailwind CSS 4 for the sources, a compiled file of 38 KB for those who do not want a build step, Alpine for the few things
that move. Everything works by keyboard; the order of focus is part of our tests.

\`\`\`
<x-ll-table :rows="$orders" :columns="$columns" saved-view="open" />
\`\`\`
`,
      categories: ['themes-and-kits'],
      tags: ['admin', 'blade', 'tailwind', 'dashboard', 'accessible'],
      compatibility: { laravel: '^11|^12|^13', other: 'Tailwind CSS 4 if you build it yourself' },
      support,
      links: {
        demo: 'https://ledgerline.demo.example.com',
        documentation: 'https://docs.example.com/ledgerline-admin',
      },
      popularity: 8,
      packages: [
        {
          name: 'Regular',
          description: 'One product for yourself or one client.',
          features: ['1 product', 'Blade and compiled CSS', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 6_900, eur: 6_500 },
          license: regular(),
        },
        {
          name: 'Extended',
          description: 'For a product that you charge your users for.',
          features: ['10 products', 'Design file with all components', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 19_900, eur: 18_900 },
          license: extended({ features: ['design-file'] }),
          mostPopular: true,
        },
        {
          name: 'Developer',
          description: 'For studios.',
          features: ['Unlimited client products', 'Design file', '2 years of updates and support'],
          pricing: 'one-time',
          price: { usd: 39_900, eur: 37_900 },
          license: developer({ features: ['design-file'] }),
        },
      ],
      releases: [
        {
          version: '1.3.0',
          daysAgo: 260,
          laravel: '^10|^11|^12',
          notes: '- Tables with frozen columns\n- 6 new form components',
        },
        {
          version: '2.0.0',
          daysAgo: 110,
          notes: '- Tailwind CSS 4\n- Dark theme from the same tokens\n- Renamed `x-ll-grid` to `x-ll-table`',
        },
        { version: '2.1.0', daysAgo: 45, notes: '- Saved views\n- Totals that follow the filters' },
      ],
    },
    {
      slug: 'slow-sunday',
      type: 'theme',
      name: 'Slow Sunday',
      summary: 'A blog theme for long texts: one column, real footnotes, print styles, and no script at all.',
      description: `
A theme for people who write two thousand words at a time. The measure is 66 characters, footnotes stand in the margin
where there is room, and a printed page looks like a page.

## Included

- Index, article, series, archive by year, about page
- Footnotes, sidenotes, captions, pull quotes, code with line numbers
- RSS and JSON feed templates
- Blade templates, and the same as plain PHP for other systems

A page weighs 22 KB with two subset fonts. There is no JavaScript to remove.
`,
      categories: ['themes-and-kits'],
      tags: ['blog', 'typography', 'no javascript', 'print'],
      compatibility: { laravel: '^10|^11|^12|^13' },
      support,
      links: { demo: 'https://slow-sunday.demo.example.com' },
      popularity: 5,
      packages: [
        {
          name: 'Personal',
          description: 'For a blog of your own.',
          features: ['1 site', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 1_900, eur: 1_900 },
          license: regular({ supportMonths: 3 }),
          mostPopular: true,
        },
        {
          name: 'Studio',
          description: 'For the blogs of clients.',
          features: ['10 sites', 'Font licenses for self-hosting', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_900 },
          license: extended(),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 174, notes: '- First release' },
        { version: '1.1.0', daysAgo: 79, notes: '- Series of articles\n- JSON feed' },
      ],
    },
    {
      slug: 'counterpart',
      type: 'theme',
      name: 'Counterpart Storefront',
      summary:
        'A storefront kit for Laravel shops: catalog, product, cart and checkout pages that hold up on a slow phone.',
      description: `
Eleven pages and forty parts for a shop, made as Blade templates with a thin contract to your own cart and catalog.

## Pages

- Home with editorial blocks, category, search, product with variants
- Cart drawer and cart page, checkout in one page, order page
- Account with orders and addresses

## Measured

On a throttled 3G phone the product page shows its price after 1.1 seconds and can be bought from after 1.6. Pages work
without scripts; scripts make them nicer.

## Bring your own cart

Implement the interface \`CartSource\` with six methods. Adapters for a session cart and for a database cart are included.
`,
      categories: ['themes-and-kits'],
      tags: ['storefront', 'shop', 'blade', 'checkout'],
      compatibility: { laravel: '^12|^13' },
      support,
      links: {
        demo: 'https://counterpart.demo.example.com',
        documentation: 'https://docs.example.com/counterpart',
      },
      popularity: 3,
      packages: [
        {
          name: 'Regular',
          description: 'One shop.',
          features: ['1 shop', 'All pages', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 8_900, eur: 8_500 },
          license: regular(),
        },
        {
          name: 'Developer',
          description: 'Shops for clients.',
          features: ['Unlimited shops', 'Design file', '2 years of updates and support'],
          pricing: 'one-time',
          price: { usd: 34_900, eur: 32_900 },
          license: developer({ features: ['design-file'] }),
        },
      ],
      releases: [
        { version: '0.9.0', daysAgo: 50, channel: 'beta', notes: '- Public beta: all pages, session cart' },
        { version: '1.0.0', daysAgo: 37, notes: '- First stable release\n- Database cart adapter' },
        { version: '1.0.1', daysAgo: 12, notes: '- Fixed: the cart drawer kept focus after closing' },
      ],
    },
    {
      slug: 'alt-text-desk',
      type: 'plugin',
      name: 'Alt Text Desk',
      summary:
        'Finds images without a text alternative in WordPress and gives editors one page to write them, best first.',
      description: `
An editor with an hour to spare should spend it on the two hundred images that people see, not on the eight thousand in
the library. Alt Text Desk sorts them by where they are used and how often the page is read.

- Finds images in posts, blocks, widgets and custom fields
- Tells decorative from meaningful ones apart by their place, and lets you overrule it
- Suggests nothing by machine: the text is written by a person
- Export and import as CSV for translators
`,
      categories: ['wordpress', 'plugins'],
      tags: ['wordpress', 'accessibility', 'images', 'editors'],
      compatibility: { php: '^8.1', other: 'WordPress 6.5 and later' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Free',
          description: 'The list of what is missing.',
          features: ['Finds images without text', '1 site'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Desk',
          description: 'The page to write them.',
          features: ['Sorted by what is read', 'CSV for translators', '3 sites'],
          pricing: 'one-time',
          price: { usd: 3_500, eur: 3_300 },
          license: regular({ activations: 3, features: ['desk'] }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 143, notes: '- First release' },
        { version: '1.1.0', daysAgo: 55, notes: '- Custom fields\n- Import from CSV' },
      ],
    },
  ],
}
