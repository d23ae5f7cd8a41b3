import { developer, extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here', responseHours: 48 }

export const pinehollow: DemoSeller = {
  slug: 'pinehollow',
  name: 'Pinehollow Design',
  products: [
    {
      slug: 'harbor-docs',
      type: 'theme',
      name: 'Harbor Docs',
      summary:
        'A documentation theme with versions, search and code that can be copied; builds to plain files.',
      description: `
Documentation is read by people who are stuck. Harbor puts the answer where they look: a search that knows your headings,
an outline that follows, and code that pastes without its prompt.

- Several versions side by side, with a note on old ones
- Search without a server
- Light, dark and print
- 14 KB of script, and none needed to read
`,
      categories: ['themes-and-kits'],
      tags: ['documentation', 'static', 'search', 'markdown'],
      compatibility: { php: '^8.2', laravel: '^11|^12|^13' },
      support,
      links: { demo: 'https://harbor-docs.demo.example.com' },
      popularity: 6,
      packages: [
        {
          name: 'Project',
          description: 'The docs of one product.',
          features: ['1 site', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 4_900, eur: 4_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Studio',
          description: 'For many products.',
          features: ['10 sites', 'Design file', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 14_900, eur: 13_900 },
          license: extended({ features: ['design-file'] }),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 378, notes: '- First release' },
        { version: '2.0.0', daysAgo: 155, notes: '- Versions side by side' },
        { version: '2.1.0', daysAgo: 29, notes: '- Print styles' },
      ],
    },
    {
      slug: 'mailroom',
      type: 'theme',
      name: 'Mailroom Templates',
      summary: '38 transactional mails that look right in forty mail programs, as Blade and as plain HTML.',
      description: `
Receipts, invitations, alarms, digests: written, not only drawn. Each comes with its plain text and with the states that
people forget, such as a digest of nothing.

- Tested in forty mail programs, with pictures of each
- Dark mode that mail programs do not break
- Under 60 KB each, so that none is cut off
`,
      categories: ['themes-and-kits', 'mail-and-webhooks'],
      tags: ['mail', 'blade', 'templates', 'dark mode'],
      compatibility: { laravel: '^10|^11|^12|^13' },
      support,
      links: { demo: 'https://mailroom.demo.example.com' },
      popularity: 5,
      packages: [
        {
          name: 'Regular',
          description: 'One product.',
          features: ['38 templates', '1 product', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 3_900, eur: 3_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Developer',
          description: 'Client work.',
          features: ['Unlimited client products', '2 years of updates'],
          pricing: 'one-time',
          price: { usd: 12_900, eur: 11_900 },
          license: developer(),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 290, notes: '- 30 templates' },
        { version: '1.2.0', daysAgo: 105, notes: '- 8 more, for teams and invitations' },
      ],
    },
    {
      slug: 'quiet-charts',
      type: 'theme',
      name: 'Quiet Charts',
      summary:
        'Charts drawn on the server as SVG: eleven kinds, no script, readable in print and by a screen reader.',
      description: `
Eleven Blade components that take an array and give an SVG. Colors hold for people who see few of them, each chart has a
table behind it, and nothing moves.

\`\`\`
<x-quiet::bars :data="$salesByMonth" label="Sales by month" unit="EUR" />
\`\`\`
`,
      categories: ['themes-and-kits', 'laravel-packages'],
      tags: ['charts', 'svg', 'blade', 'accessible'],
      compatibility: { php: '^8.1', laravel: '^10|^11|^12|^13' },
      support,
      popularity: 4,
      packages: [
        {
          name: 'Free set',
          description: 'Bars and lines.',
          features: ['2 kinds', 'Unlimited projects'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ supportMonths: 0, activations: null }),
        },
        {
          name: 'Full set',
          description: 'All eleven kinds.',
          features: ['11 kinds', '1 product', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 2_900, eur: 2_700 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 160, notes: '- First release with seven kinds' },
        { version: '1.1.0', daysAgo: 48, notes: '- Four more kinds' },
      ],
    },
    {
      slug: 'field-notes',
      type: 'theme',
      name: 'Field Notes Form Kit',
      summary: 'Long forms that people finish: steps, saving as they go, and errors that say what to do.',
      description: `
Applications, claims, enrollments: forms of eighty fields. Field Notes splits them into steps that fit a phone, saves after
each, and comes back to the field where somebody stopped.

- 31 fields with all their states
- Works without scripts; scripts save in between
- An outline of what is missing, as links
`,
      categories: ['themes-and-kits'],
      tags: ['forms', 'accessible', 'blade', 'steps'],
      compatibility: { laravel: '^11|^12|^13' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Regular',
          description: 'One product.',
          features: ['31 fields', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 5_900, eur: 5_500 },
          license: regular(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '0.8.0', daysAgo: 70, channel: 'beta', notes: '- Public beta' },
        { version: '1.0.0', daysAgo: 31, notes: '- First stable release' },
      ],
    },
  ],
}
