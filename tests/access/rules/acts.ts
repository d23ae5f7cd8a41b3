import { idOf } from '../fixtures'
import { type PersonName, sellerA } from '../people'
import { type Reach, type Side, sellerOf } from '../reach'

/**
 * A button's endpoint. Signed out or locked: 401. Who may: `ok`. Who sees the thing but may not do this: 403. To everybody
 * else it is not there: 404. Own is what belongs to seller A for A's people, and so on.
 */
export interface ActRule {
  body: (side: Side) => object
  /** What makes the act possible, set on the documents of a side by collection. */
  given?: (side: Side) => Readonly<Record<string, Record<string, unknown>>>
  may: Reach
  sees?: Reach
  /** The answer to who may; 200 when left out. */
  ok?: number
}

const signedIn: readonly PersonName[] = [
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
]
const editors: readonly PersonName[] = ['editor', 'admin']
const licenseStaff: readonly PersonName[] = ['support', 'admin']
const owners: readonly PersonName[] = ['ownerA', 'ownerB']
const writers: readonly PersonName[] = [...owners, 'developerA']
const licensePeople: readonly PersonName[] = [...writers, 'supportA']
const but = (all: readonly PersonName[], some: readonly PersonName[]): PersonName[] =>
  all.filter((name) => !some.includes(name))

const reason = 'a test of who may'

const productAct = (status: string, may: Reach, sees: Reach = {}): ActRule => ({
  body: () => ({ reason }),
  given: () => ({ products: { status }, packages: { active: true } }),
  may,
  sees,
})
const editorsAct = (status: string): ActRule => productAct(status, { all: editors }, { own: writers })
const sellersAct = (status: string): ActRule => productAct(status, { all: editors, own: writers })

const licenseAct = (
  own: readonly PersonName[],
  { fields = {}, body = {} }: { fields?: object; body?: object | ((side: Side) => object) } = {},
): ActRule => ({
  body: (side) => ({ reason, ...(typeof body === 'function' ? body(side) : body) }),
  given: () => ({ licenses: { status: 'active', reason: null, suspicion: null, ...fields } }),
  may: { all: licenseStaff, own },
  sees: { own: but(licensePeople, own) },
})

const onRequest = (body: object): ActRule => ({
  body: () => body,
  given: (side) => ({
    'license-requests': {
      kind: 'extend',
      status: 'open',
      license: idOf('licenses', side),
      customer: idOf('customers', side),
    },
    licenses: { status: 'active', reason: null, expiresAt: new Date('2098-01-01') },
  }),
  may: { all: licenseStaff, own: writers },
  sees: { own: but(licensePeople, writers) },
})

const settingsAct = (body: object): ActRule => ({
  body: () => body,
  may: { all: ['admin'] },
  sees: { all: but(signedIn, ['admin']) },
})

/** The person is a customer on both sides; staff and oneself are asked in people.test.ts. */
const personAct = (fields: object = {}, body: object = {}): ActRule => ({
  body: () => ({ reason, ...body }),
  given: () => ({ users: { lockedAt: null, ...fields } }),
  may: { all: licenseStaff },
})
const rightsAct = (body: object, fields: object = {}): ActRule => ({
  ...personAct(fields, body),
  may: { all: ['admin'] },
  sees: { all: ['support'] },
})
const sideIsMember = { memberships: [{ id: 'm1', seller: sellerA, role: 'developer' }] }

const termsAct = (body: object): ActRule => ({
  body: () => body,
  given: () => ({ sellers: { house: false, commissionBps: null, holdDays: null } }),
  may: { all: ['admin'] },
  sees: { all: ['support', 'editor', 'finance'], own: [...licensePeople, 'financeA'] },
})

const refundStaff: readonly PersonName[] = ['support', 'finance', 'admin']
const books: readonly PersonName[] = ['finance', 'admin']
const refundable = (side: Side) => ({
  orders: { status: 'completed', disputed: false, owedMinor: 0 },
  'order-items': {
    legs: { netMinor: 3, taxMinor: 0, commissionMinor: 1, affiliateMinor: 1, sellerMinor: 1 },
    refunded: { netMinor: 0, taxMinor: 0, commissionMinor: 0, affiliateMinor: 0, sellerMinor: 0 },
  },
  payments: { order: idOf('orders', side), status: 'succeeded' },
})

const affiliateAct = (status: string): ActRule => ({
  body: () => ({ reason }),
  given: () => ({ affiliates: { status } }),
  may: { all: licenseStaff },
  sees: { all: but(signedIn, licenseStaff) },
})

/** Every endpoint of ours in Payload that takes a session, as `method /collection/path`. */
export const actRules: Readonly<Record<string, ActRule>> = {
  'post /products/:id/submit': sellersAct('draft'),
  'post /products/:id/publish': editorsAct('in_review'),
  'post /products/:id/request-changes': editorsAct('in_review'),
  'post /products/:id/reject': editorsAct('in_review'),
  'post /products/:id/suspend': editorsAct('published'),
  'post /products/:id/archive': sellersAct('published'),
  'post /products/:id/restore': sellersAct('archived'),

  'post /releases/:id/publish': {
    body: () => ({}),
    given: (side) => ({
      releases: { status: 'uploaded', files: [{ file: idOf('files', side), kind: 'archive' }] },
    }),
    may: { all: editors, own: writers },
  },
  'post /releases/:id/withdraw': {
    body: () => ({ reason }),
    given: () => ({ releases: { status: 'published' } }),
    may: { all: editors, own: writers },
  },

  'post /files/upload-token': {
    body: (side) => ({ seller: sellerOf(side) }),
    may: { all: editors, own: writers },
  },

  'post /orders/:id/refund/preview': {
    body: () => ({}),
    given: refundable,
    may: { all: refundStaff },
    sees: { all: but(signedIn, refundStaff) },
  },
  'post /orders/:id/refund': {
    body: () => ({ reason }),
    given: refundable,
    may: { all: refundStaff },
    sees: { all: but(signedIn, refundStaff) },
  },

  'post /orders/:id/refund/by-hand': {
    body: () => ({ reason }),
    given: (side) => ({ ...refundable(side), orders: { status: 'completed', owedMinor: 100 } }),
    may: { all: books },
    sees: { all: but(signedIn, books) },
  },

  'post /oracle-runs/check': {
    body: () => ({}),
    may: { all: books },
    sees: { all: but(signedIn, books) },
  },
  'post /oracle-runs/ask/:id': {
    body: () => ({}),
    may: { all: books },
    sees: { all: but(signedIn, books) },
    // No order has the id of a run.
    ok: 404,
  },
  'post /oracle-runs/release': {
    body: () => ({ reason, accept: true }),
    may: { all: books },
    sees: { all: but(signedIn, books) },
    // Nothing is frozen.
    ok: 409,
  },
  'post /job-states/:id/start': {
    body: () => ({ reason }),
    may: { all: ['admin'] },
    sees: { all: but(signedIn, ['admin']) },
  },

  'post /licenses/:id/preview': {
    ...licenseAct(writers),
    body: () => ({ act: 'suspend' }),
  },
  'post /licenses/:id/suspend': licenseAct(writers),
  'post /licenses/:id/resume': licenseAct(writers, { fields: { status: 'suspended', reason: 'seller' } }),
  'post /licenses/:id/revoke': licenseAct(owners),
  'post /licenses/:id/replace-key': licenseAct(licensePeople, {
    body: (side) => ({ maskedKey: `MINTREU-…-${side}`, keepDays: 0 }),
  }),
  'post /licenses/:id/extend': licenseAct(writers, {
    fields: { expiresAt: new Date('2098-01-01') },
    body: { expiresAt: null },
  }),
  'post /licenses/:id/limits': licenseAct(writers, {
    fields: { seats: 1 },
    body: { limits: { seats: null } },
  }),
  'post /licenses/:id/clear-suspicion': licenseAct(licensePeople, {
    fields: { suspicion: { since: new Date(0), places: 9, addresses: 9 } },
  }),
  'post /licenses/:id/transfer': licenseAct(writers, {
    body: { email: 'next-owner@example.com', keepPlaces: true },
  }),
  'post /licenses/issue': {
    ...licenseAct(writers),
    body: (side) => ({ reason, package: idOf('packages', side), email: 'new@example.com' }),
  },
  'post /licenses/import': {
    ...licenseAct(owners),
    body: (side) => ({
      product: idOf('products', side),
      csv: `key,email,package\nOTHER-SHOP-KEY-${side},new@example.com,${idOf('packages', side)}\n`,
      dryRun: false,
    }),
  },

  'post /affiliates/:id/approve': affiliateAct('applied'),
  'post /affiliates/:id/reject': affiliateAct('applied'),
  'post /affiliates/:id/pause': affiliateAct('approved'),
  'post /affiliates/:id/resume': affiliateAct('suspended'),

  'post /users/:id/lock': personAct(),
  'post /users/:id/unlock': personAct({ lockedAt: new Date(0) }),
  'post /users/:id/sign-out': personAct(),
  'post /users/:id/grant-role': rightsAct({ role: 'editor' }),
  'post /users/:id/withdraw-role': rightsAct({ role: 'editor' }, { roles: ['customer', 'editor'] }),
  'post /users/:id/grant-membership': rightsAct({ seller: sellerA, role: 'support' }),
  'post /users/:id/withdraw-membership': rightsAct({ seller: sellerA }, sideIsMember),

  'post /sellers/:id/terms/preview': termsAct({ commissionBps: 800 }),
  'post /sellers/:id/terms': termsAct({
    reason,
    seen: { commissionBps: null, holdDays: null },
    commissionBps: 800,
  }),

  'post /globals/settings/preview': settingsAct({ values: { holdDays: 10 } }),
  'post /globals/settings/change': settingsAct({ reason, revision: 0, values: { holdDays: 10 } }),
  'post /globals/settings/withdraw': {
    ...settingsAct({ reason, revision: 0, id: 'chg_none' }),
    // There is no such change: that is told to admins alone.
    ok: 404,
  },

  'post /license-requests/:id/approve': onRequest({ until: '2099-01-01' }),
  'post /license-requests/:id/reject': onRequest({ answer: 'not this time' }),
}

/** Payload's own for every collection: who may is `expected.ts`, asked by `matrix.test.ts`. */
export const matrixRoutes: readonly string[] = [
  'get /',
  'get /count',
  'get /:id',
  'post /',
  'post /access/:id?',
  'patch /',
  'patch /:id',
  'delete /',
  'delete /:id',
  'get /versions',
  'get /versions/:id',
  'post /versions/:id',
]

/** Paths of Payload's that nobody gets an answer from. */
export const closedRoutes: readonly string[] = [
  'post /users/login',
  'post /users/logout',
  'post /users/first-register',
  'post /users/forgot-password',
  'post /users/reset-password',
  'post /users/unlock',
  'post /users/verify/:id',
]

/** Payload's others, each with where and how it is asked. */
export const otherRoutes: Readonly<Record<string, string>> = {
  'get /users/me': 'who is signed in, and nobody for a locked person: routes.test.ts',
  'get /users/init': 'says only that there are people: routes.test.ts',
  'post /users/refresh-token': 'edge lets nobody there: webRules.ts',
  'get /media/file/:filename': 'pictures of listings are public',
  'get /media/paste-url/:id?': 'fetches from no address: routes.test.ts',
  'post /payload-kv/:id/duplicate': 'the matrix',
  'post /payload-locked-documents/:id/duplicate': 'nobody makes one: guards.test.ts',
  'post /payload-preferences/:id/duplicate': 'guards.test.ts, Payload’s own collections',
  'get /payload-preferences/:key': 'each person’s own: guards.test.ts',
  'post /payload-preferences/:key': 'each person’s own: guards.test.ts',
  'delete /payload-preferences/:key': 'each person’s own: guards.test.ts',
  'get /globals/settings': 'routes.test.ts',
  'post /globals/settings': 'routes.test.ts',
  'post /globals/settings/access': 'says what the asker may',
  'get /globals/settings/versions': 'there are none',
  'get /globals/settings/versions/:id': 'there are none',
  'post /globals/settings/versions/:id': 'there are none',
  'get /access': 'says what the asker may',
  'post /v1/license/validate': 'the key alone decides: edge.ts has the same endpoint',
  'options /v1/license/validate': 'for browsers of other sites',
  'post /v1/license/activate': 'the key alone decides: edge.ts has the same endpoint',
  'options /v1/license/activate': 'for browsers of other sites',
  'post /v1/license/deactivate': 'the key alone decides: edge.ts has the same endpoint',
  'options /v1/license/deactivate': 'for browsers of other sites',
}
