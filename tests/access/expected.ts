import type { PersonName } from './people'
import type { Reach } from './reach'

export interface Rules {
  read: Reach
  create: Reach
  update: Reach
  delete: Reach
}

const nobody: Reach = {}
const everybody: readonly PersonName[] = [
  'anonymous',
  'customer',
  'affiliate',
  'sellerOfNothing',
  'ownerA',
  'developerA',
  'supportA',
  'financeA',
  'ownerB',
  'support',
  'editor',
  'finance',
  'admin',
  'lockedAdmin',
]
const staff: readonly PersonName[] = ['support', 'editor', 'finance', 'admin']
const editors: readonly PersonName[] = ['editor', 'admin']
const writersOfSellers: readonly PersonName[] = ['ownerA', 'developerA', 'ownerB']
const members: readonly PersonName[] = ['ownerA', 'developerA', 'supportA', 'financeA', 'ownerB']

const readOnly = (read: Reach): Rules => ({ read, create: nobody, update: nobody, delete: nobody })

/**
 * What must hold, stated by hand and apart from the configuration: a collection without a line here fails the test,
 * and so does a rule that differs from it.
 */
export const expected: Readonly<Record<string, Rules>> = {
  products: {
    read: { all: staff, own: members },
    create: { all: editors, own: writersOfSellers },
    update: { all: editors, own: writersOfSellers },
    delete: { all: editors, own: ['ownerA', 'ownerB'] },
  },
  packages: {
    read: { all: staff, own: members },
    create: { all: editors, own: writersOfSellers },
    update: { all: editors, own: writersOfSellers },
    delete: { all: editors, own: ['ownerA', 'ownerB'] },
  },
  releases: {
    read: { all: staff, own: members },
    create: { all: editors, own: writersOfSellers },
    update: { all: editors, own: writersOfSellers },
    delete: { all: editors, own: writersOfSellers },
  },
  files: readOnly({ all: ['editor', 'support', 'admin'], own: writersOfSellers }),
  media: {
    read: { all: everybody },
    create: { all: editors, own: writersOfSellers },
    update: { all: editors, own: writersOfSellers },
    delete: { all: editors, own: writersOfSellers },
  },
  categories: {
    read: { all: everybody },
    create: { all: editors },
    update: { all: editors },
    delete: { all: editors },
  },
  curations: {
    read: { all: everybody },
    create: { all: editors },
    update: { all: editors },
    delete: { all: editors },
  },
  orders: readOnly({ all: ['support', 'finance', 'admin'] }),
  'order-items': readOnly({
    all: ['support', 'finance', 'admin'],
    own: ['ownerA', 'financeA', 'supportA', 'ownerB'],
  }),
  payments: readOnly({ all: ['support', 'finance', 'admin'] }),
  refunds: readOnly({ all: ['support', 'finance', 'admin'] }),
  invoices: readOnly({ all: ['finance', 'admin'] }),
  entries: readOnly({ all: ['finance', 'admin'] }),
  payouts: readOnly({ all: ['finance', 'admin'], own: ['ownerA', 'financeA', 'ownerB'] }),
  commissions: readOnly({ all: ['finance', 'admin'] }),
  licenses: readOnly({ all: ['support', 'admin'], own: ['ownerA', 'developerA', 'supportA', 'ownerB'] }),
  'license-history': readOnly({
    all: ['support', 'admin'],
    own: ['ownerA', 'developerA', 'supportA', 'ownerB'],
  }),
  'license-requests': readOnly({
    all: ['support', 'admin'],
    own: ['ownerA', 'developerA', 'supportA', 'ownerB'],
  }),
  'license-attempts': readOnly({
    all: ['support', 'admin'],
    own: ['ownerA', 'developerA', 'supportA', 'ownerB'],
  }),
  downloads: readOnly({ all: ['support', 'admin'], own: ['ownerA', 'developerA', 'supportA', 'ownerB'] }),
  users: {
    read: {
      all: ['support', 'admin'],
      own: everybody.filter((name) => name !== 'anonymous' && name !== 'lockedAdmin'),
    },
    create: { all: ['admin'] },
    update: {
      all: ['admin'],
      own: everybody.filter((name) => name !== 'anonymous' && name !== 'lockedAdmin'),
    },
    delete: nobody,
  },
  customers: {
    read: { all: ['support', 'finance', 'admin'] },
    create: nobody,
    update: { all: ['support', 'admin'] },
    delete: nobody,
  },
  sellers: {
    read: { all: staff, own: members },
    create: { all: ['admin'] },
    update: { all: ['admin'], own: ['ownerA', 'ownerB'] },
    delete: nobody,
  },
  affiliates: {
    read: { all: ['support', 'finance', 'admin'] },
    create: { all: ['admin'] },
    update: { all: ['admin'] },
    delete: nobody,
  },
  tickets: {
    read: { all: ['support', 'admin'], own: ['ownerA', 'supportA', 'ownerB'] },
    create: { all: ['support', 'admin'] },
    update: { all: ['support', 'admin'], own: ['ownerA', 'supportA', 'ownerB'] },
    delete: nobody,
  },
  'oracle-runs': readOnly({ all: ['finance', 'admin'] }),
  'job-states': readOnly({ all: ['support', 'admin'] }),
  inbox: readOnly({ all: ['admin'] }),
  outbox: readOnly({ all: ['admin'] }),
  audit: readOnly({ all: ['admin'] }),
  'payload-migrations': readOnly(nobody),
  'payload-kv': readOnly(nobody),
}

/** Payload's own that the panel's people use: tested apart, each person only their own. */
export const testedApart: readonly string[] = ['payload-preferences', 'payload-locked-documents']
