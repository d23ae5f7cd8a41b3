import { regular, service } from './terms'
import type { DemoSeller } from './types'

export const house: DemoSeller = {
  slug: 'mintreu',
  name: 'Mintreu',
  products: [
    {
      slug: 'license-client',
      type: 'package',
      name: 'License Client for Laravel',
      summary:
        'Asks this marketplace whether a license is good, keeps the signed answer and goes on when the network is away.',
      description: `
The client that we recommend to sellers who ship Laravel code. It sends the key once, verifies the signed answer with the
public keys of the marketplace and asks again when the answer grows old.

## What it takes care of

- Validation, activation and giving a place back
- Signed answers are kept and verified offline
- Grace periods: a server without network goes on working
- A Blade directive and a middleware for features of a package

\`\`\`
License::for('loomvale/audit-trail')->feature('archive-export')
\`\`\`

The client is free. The integration session is for those who would rather have it done right the first time.
`,
      categories: ['payments-and-invoices', 'laravel-packages'],
      tags: ['licensing', 'client', 'offline', 'sellers'],
      compatibility: { php: '^8.1', laravel: '^10|^11|^12|^13' },
      support: { channels: 'Tickets here', responseHours: 8 },
      links: {
        repository: 'https://git.example.org/mintreu/license-client',
        documentation: 'https://docs.example.com/license-client',
      },
      popularity: 4,
      packages: [
        {
          name: 'Client',
          description: 'The package, free for every seller.',
          features: ['All features', 'Unlimited projects', 'Updates for ever'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ activations: null, updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Integration session',
          description: 'Two hours with the people who wrote it.',
          features: ['2 hours of shared work', 'A review of your license checks', '30 days of questions'],
          pricing: 'one-time',
          price: { usd: 24_000, eur: 22_000 },
          quantity: 'single',
          license: service(),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 330, notes: '- First release' },
        { version: '1.1.0', daysAgo: 118, notes: '- Features of a package as middleware' },
        { version: '1.2.0', daysAgo: 22, notes: '- Laravel 13\n- Keys are renewed before they run out' },
      ],
    },
  ],
}
