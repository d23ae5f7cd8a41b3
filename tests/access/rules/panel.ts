import { type PersonName, userIdOf } from '../people'
import { everybody, inPanel, type Line, panelPeople } from './cells'

const staffAnd = (...members: readonly PersonName[]): PersonName[] => [
  'support',
  'editor',
  'finance',
  'admin',
  ...members,
]
const members: readonly PersonName[] = ['ownerA', 'developerA', 'supportA', 'financeA', 'ownerB']
const writers: readonly PersonName[] = ['ownerA', 'developerA', 'ownerB']
const licensePeople: readonly PersonName[] = ['support', 'admin', ...writers, 'supportA']
const money: readonly PersonName[] = ['support', 'finance', 'admin']
const books: readonly PersonName[] = ['finance', 'admin']

/** Whose navigation has the list of a collection: everybody else finds nothing at its address. */
export const panelLists: Readonly<Record<string, readonly PersonName[]>> = {
  products: staffAnd(...members),
  packages: staffAnd(...writers),
  releases: ['editor', 'support', 'admin', ...writers],
  files: ['editor', 'support', 'admin', ...writers],
  media: ['editor', 'admin', ...writers],
  categories: ['editor', 'admin'],
  curations: ['editor', 'admin'],
  orders: money,
  'order-items': [...money, 'ownerA', 'financeA', 'supportA', 'ownerB'],
  payments: money,
  refunds: money,
  invoices: books,
  entries: books,
  payouts: [...books, 'ownerA', 'financeA', 'ownerB'],
  commissions: books,
  licenses: licensePeople,
  'license-history': licensePeople,
  'license-requests': licensePeople,
  'license-attempts': licensePeople,
  downloads: licensePeople,
  users: ['support', 'admin'],
  customers: money,
  sellers: staffAnd(...members),
  affiliates: money,
  tickets: ['support', 'admin', 'ownerA', 'supportA', 'ownerB'],
  'oracle-runs': books,
  'job-states': ['support', 'admin'],
  inbox: ['admin'],
  outbox: ['admin'],
  audit: ['admin'],
  'payload-kv': [],
  'payload-locked-documents': [],
  'payload-preferences': [],
  'payload-migrations': [],
}

/** The panel's views beside collections, by the name of the address in Payload's configuration. */
export const panelViews: Readonly<Record<string, { path: string; line: Line }>> = {
  dashboard: { path: '/admin', line: inPanel(panelPeople) },
  account: { path: '/admin/account', line: inPanel(panelPeople) },
  login: { path: '/admin/login', line: everybody('to /sign-in?next=%2Fadmin') },
  forgot: { path: '/admin/forgot', line: everybody('to /sign-in?next=%2Fadmin') },
  reset: { path: '/admin/reset/any', line: everybody('to /sign-in?next=%2Fadmin') },
  verify: { path: '/admin/verify/any', line: everybody('to /sign-in?next=%2Fadmin') },
  createFirstUser: { path: '/admin/create-first-user', line: everybody('not-there') },
  logout: {
    path: '/admin/logout',
    line: { rest: 'to /account/settings', anonymous: 'sign-in' },
  },
  inactivity: { path: '/admin/logout-inactivity', line: { rest: 'shown', anonymous: 'sign-in' } },
  unauthorized: { path: '/admin/unauthorized', line: { rest: 'refused', anonymous: 'sign-in' } },
  browseByFolder: { path: '/admin/browse-by-folder', line: inPanel([]) },
  settings: { path: '/admin/globals/settings', line: inPanel(books) },
  'users/overview': {
    path: `/admin/collections/users/${userIdOf('customer')}/overview`,
    line: inPanel(['support', 'admin']),
  },
  'orders/timeline': { path: '/admin/collections/orders/{order}/timeline', line: inPanel(money) },
  'licenses/overview': {
    path: '/admin/collections/licenses/{license}/overview',
    line: inPanel(['support', 'admin', 'ownerA', 'developerA', 'supportA']),
  },
}
