import { extended, regular } from './terms'
import type { DemoSeller } from './types'

const support = { channels: 'Tickets here, around the clock for outages', responseHours: 4 }

export const tidewick: DemoSeller = {
  slug: 'tidewick',
  name: 'Tidewick Systems',
  products: [
    {
      slug: 'vat-number-check',
      type: 'api',
      name: 'VAT Number Check',
      summary:
        'Asks the official registers whether a VAT number is good, keeps the proof, and goes on when they are down.',
      description: `
The registers of the member states are down for hours at a time. VAT Number Check asks again, remembers what it was told
and when, and hands you the number of the consultation that an auditor wants.

\`\`\`
POST /v1/vat:check
{"number": "NL000000000B00", "requester": "DE000000000"}
\`\`\`

- Consultation numbers where a register gives them
- Answers of the last 24 hours at once
- A file with all proofs of a year
`,
      categories: ['apis', 'apis-and-hosted'],
      tags: ['vat', 'tax', 'validation', 'invoices'],
      compatibility: { other: 'HTTPS; the client needs PHP 8.1' },
      support,
      links: { documentation: 'https://docs.example.com/vat-number-check' },
      popularity: 5,
      packages: [
        {
          name: 'Client and sandbox',
          description: 'For development.',
          features: ['PHP client', 'Sandbox numbers', 'No calls to the registers'],
          pricing: 'free',
          quantity: 'single',
          license: regular({ activations: 3, updateMonths: null, supportMonths: 0 }),
        },
        {
          name: 'Prepaid 5,000',
          description: 'Five thousand checks, for a year.',
          features: ['5,000 checks', 'Proofs as files', '12 months'],
          pricing: 'one-time',
          price: { usd: 9_900, eur: 9_500 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Pay as you go',
          description: 'Billed monthly.',
          features: ['3 USD per 100 checks', '10 checks per second'],
          pricing: 'usage',
          usage: { unitPriceMicros: 3_000_000, per: 100 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: null }),
        },
      ],
      releases: [
        { version: '2.0.0', daysAgo: 365, notes: '- Consultation numbers' },
        { version: '2.2.0', daysAgo: 120, notes: '- Proofs of a year as one file' },
      ],
    },
    {
      slug: 'holiday-calendar',
      type: 'api',
      name: 'Holiday Calendar API',
      summary:
        'Public and school holidays of 62 countries down to the region, five years ahead, each with its law.',
      description: `
Delivery dates go wrong on regional holidays. This API knows Assumption in half of Bavaria and the day that moved because
of an election, and says which law says so.

- Regions by ISO 3166-2 and by postal code
- Bank, school and half days told apart
- iCalendar files beside JSON
`,
      categories: ['apis', 'apis-and-hosted'],
      tags: ['calendar', 'holidays', 'shipping', 'ical'],
      compatibility: { other: 'HTTPS' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Data file',
          description: 'This year and the next as files, for your own server.',
          features: ['JSON and SQLite', '62 countries', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 4_900, eur: 4_700 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Pay as you go',
          description: 'Billed monthly.',
          features: ['0.20 USD per 1,000 calls'],
          pricing: 'usage',
          usage: { unitPriceMicros: 200_000, per: 1000 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: null }),
        },
      ],
      releases: [
        { version: '2026.1.0', daysAgo: 318, notes: '- 58 countries' },
        { version: '2026.2.0', daysAgo: 134, notes: '- Four more countries\n- Corrections for Spain' },
        { version: '2027.1.0', daysAgo: 16, notes: '- The next year' },
      ],
    },
    {
      slug: 'log-harbor',
      type: 'saas',
      name: 'Log Harbor',
      summary:
        'Logs of small fleets, searchable for 30 days, with alarms in words and a bill that does not surprise.',
      description: `
A flat price per server, whatever it writes. Log Harbor folds repeats before they are stored, so a server that goes mad at
night costs nobody's sleep twice.

- Search over 30 days within a second
- Alarms as sentences: "more than five failed logins of one address in a minute"
- Secrets are masked before they leave your server
`,
      categories: ['hosted-services', 'apis-and-hosted'],
      tags: ['logs', 'monitoring', 'alarms', 'flat price'],
      compatibility: { other: 'An agent for Linux on x86-64 and ARM' },
      support,
      links: { demo: 'https://log-harbor.demo.example.com' },
      popularity: 4,
      packages: [
        {
          name: 'Monthly',
          description: '5 servers, month by month.',
          features: ['5 servers', '30 days'],
          pricing: 'subscription',
          price: { usd: 1_900, eur: 1_900 },
          quantity: 'single',
          license: regular({ term: 'monthly', activations: 5 }),
        },
        {
          name: 'Year in advance',
          description: '10 servers for a year, paid once.',
          features: ['10 servers', '30 days', 'Ends by itself'],
          pricing: 'one-time',
          price: { usd: 29_900, eur: 28_900 },
          quantity: 'single',
          license: regular({ term: 'annual', activations: 10 }),
          mostPopular: true,
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 205, notes: '- Agent for x86-64' },
        { version: '1.1.0', daysAgo: 77, notes: '- Agent for ARM\n- Secrets are masked' },
      ],
    },
    {
      slug: 'backup-witness',
      type: 'saas',
      name: 'Backup Witness',
      summary: 'Restores your backups every week somewhere else and writes down whether they were any good.',
      description: `
A backup that was never restored is a hope. Backup Witness fetches yours, restores it on a machine that is thrown away
afterwards, runs your checks and files the result.

- MySQL, PostgreSQL, MongoDB and folders
- Your checks as SQL or as a script
- A signed report each week
- Self-hosted, for backups that must not leave the house
`,
      categories: ['hosted-services', 'apis-and-hosted'],
      tags: ['backup', 'restore', 'reports', 'self-hosted'],
      compatibility: { other: 'Self-hosted: Docker on x86-64' },
      support,
      popularity: 3,
      packages: [
        {
          name: 'Self-hosted',
          description: 'On your own machine.',
          features: ['1 installation', 'Unlimited backups', 'A year of updates'],
          pricing: 'one-time',
          price: { usd: 19_900, eur: 18_900 },
          license: regular(),
          mostPopular: true,
        },
        {
          name: 'Hosted, yearly',
          description: '20 backups, run by us.',
          features: ['20 backups', 'Signed reports'],
          pricing: 'subscription',
          price: { usd: 39_000, eur: 37_000 },
          quantity: 'single',
          license: extended({ term: 'annual', activations: 20 }),
        },
      ],
      releases: [
        { version: '1.0.0', daysAgo: 150, notes: '- First self-hosted edition' },
        { version: '1.2.0', daysAgo: 44, notes: '- MongoDB' },
      ],
    },
  ],
}
