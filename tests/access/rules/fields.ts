import type { PersonName } from '../people'
import type { Reach } from '../reach'

/** What a field allows of what its collection does; what is left out is as the collection says. */
export interface FieldRule {
  read?: Reach
  create?: Reach
  update?: Reach
}

const nobody: Reach = {}
const editors: Reach = { all: ['editor', 'admin'] }
const support: Reach = { all: ['support', 'admin'] }
const self: readonly PersonName[] = [
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

/** By operations, buttons and hooks alone. */
const setByUs: FieldRule = { create: nobody, update: nobody }
/** Never in an answer either. */
const secret: FieldRule = { read: nobody, create: nobody, update: nobody }
/** Said when the document is made, and fixed from then on. */
const fixed: FieldRule = { update: nobody }
/** Whoever may write everything says to whom a new document belongs; members do not get beyond their own. */
const owner: FieldRule = { create: editors, update: nobody }

/** In every collection that people write to. */
export const inEvery: Readonly<Record<string, FieldRule>> = {
  id: setByUs,
  createdAt: setByUs,
  updatedAt: setByUs,
}

/**
 * Fields that are not as their collection, stated by hand: a field without a line here is read and written by whoever reads
 * and writes the document, and one that differs fails `fields.test.ts`.
 */
export const fieldRules: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  products: {
    seller: owner,
    type: fixed,
    status: setByUs,
    handle: setByUs,
    formerHandles: setByUs,
    salesCount: setByUs,
    publishedAt: setByUs,
    'refundPolicy.version': setByUs,
  },
  packages: { product: owner, seller: setByUs, revision: setByUs },
  releases: { product: owner, seller: setByUs, status: setByUs, publishedAt: setByUs },
  media: {
    seller: owner,
    url: setByUs,
    thumbnailURL: setByUs,
    filename: setByUs,
    mimeType: setByUs,
    filesize: setByUs,
    width: setByUs,
    height: setByUs,
    'sizes.card': setByUs,
    'sizes.page': setByUs,
    // Where a picture is cut is said by moving its point, after it was uploaded.
    focalX: { create: nobody },
    focalY: { create: nobody },
  },
  categories: { formerSlugs: setByUs },
  curations: { formerSlugs: setByUs },
  orders: { 'checkout.url': secret },
  users: {
    email: fixed,
    roles: setByUs,
    memberships: setByUs,
    emailVerifiedAt: setByUs,
    lockedAt: setByUs,
    lockReason: { ...setByUs, read: support },
    nameWords: secret,
    sessions: { ...setByUs, read: { own: self } },
    hash: secret,
    salt: secret,
    resetPasswordToken: secret,
    resetPasswordExpiration: secret,
    resetPasswordRequestedAt: secret,
  },
  customers: { email: setByUs, emailVerifiedAt: setByUs, 'providerIds.stripe': setByUs, user: setByUs },
  sellers: {
    slug: { update: { all: ['admin'] } },
    formerSlugs: setByUs,
    status: setByUs,
    house: setByUs,
    commissionBps: setByUs,
    holdDays: setByUs,
  },
  affiliates: {
    user: fixed,
    status: setByUs,
    statusReason: setByUs,
    termsVersion: setByUs,
    appliedAt: setByUs,
    decidedAt: setByUs,
  },
  tickets: {
    status: setByUs,
    channel: fixed,
    customer: fixed,
    seller: fixed,
    product: fixed,
    license: fixed,
    order: fixed,
    assignee: { create: support, update: support },
  },
}

/** The rule of a field, by its place or by that of the group that it is in. */
export function fieldRule(slug: string, path: string): FieldRule | undefined {
  const rules = fieldRules[slug] ?? {}
  const place = Object.keys(rules).find((name) => path === name || path.startsWith(`${name}.`))
  return place ? rules[place] : inEvery[path]
}

/** What changes with a field that was written, because it follows from it. */
export const following: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  products: { slug: ['handle', 'formerHandles'] },
  packages: { product: ['seller'] },
  releases: { product: ['seller'] },
  categories: { slug: ['formerSlugs'] },
  curations: { slug: ['formerSlugs'] },
  sellers: { slug: ['formerSlugs'] },
  users: { name: ['nameWords'] },
}

/** What every edit changes. */
export const always: Readonly<Record<string, readonly string[]>> = { packages: ['revision'] }
