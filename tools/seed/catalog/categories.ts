import type { DemoCategory } from './types'

export const categories: readonly DemoCategory[] = [
  {
    slug: 'laravel-packages',
    name: 'Laravel packages',
    description: 'Composer packages for Laravel applications, with tests and upgrade notes.',
    children: [
      {
        slug: 'data-and-imports',
        name: 'Data and imports',
        description: 'History, imports, exports and everything else that touches rows.',
      },
      {
        slug: 'tenancy-and-access',
        name: 'Tenancy and access',
        description: 'Many customers in one application, and who may do what.',
      },
      {
        slug: 'mail-and-webhooks',
        name: 'Mail and webhooks',
        description: 'What leaves your application and what comes in.',
      },
      {
        slug: 'payments-and-invoices',
        name: 'Payments and invoices',
        description: 'Bank files, invoices and license checks.',
      },
    ],
  },
  {
    slug: 'plugins',
    name: 'Plugins',
    description: 'Extensions for content systems and shops.',
    children: [
      { slug: 'wordpress', name: 'WordPress', description: 'Plugins for WordPress sites.' },
      { slug: 'online-shops', name: 'Online shops', description: 'Plugins for shop systems.' },
    ],
  },
  {
    slug: 'themes-and-kits',
    name: 'Themes and kits',
    description: 'Admin themes, storefronts and blogs as Blade templates and plain CSS.',
  },
  {
    slug: 'apps-and-scripts',
    name: 'Apps and scripts',
    description: 'Complete applications that you run on your own server.',
  },
  {
    slug: 'apis-and-hosted',
    name: 'APIs and hosted services',
    description: 'Endpoints to call and services that somebody else keeps running.',
    children: [
      { slug: 'apis', name: 'APIs', description: 'Billed by the call.' },
      { slug: 'hosted-services', name: 'Hosted services', description: 'Monthly or yearly plans.' },
    ],
  },
  {
    slug: 'services',
    name: 'Services',
    description: 'Reviews, upgrades and hours by the people who write the packages.',
  },
]
