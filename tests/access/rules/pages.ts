import { everybody, type Line, only, signedIn } from './cells'

/**
 * Every page and every GET handler of `src/app`, by its place in the file system, with the addresses that are asked and
 * who gets what. `{order}` and the like are things that `customer` bought, `{other…}` those of `affiliate`.
 */
export const pageRules: Readonly<Record<string, Readonly<Record<string, Line>>>> = {
  '/': { '/': everybody('shown') },
  '/browse': { '/browse': everybody('shown') },
  '/c/[...category]': { '/c/billing': everybody('shown'), '/c/none': everybody('not-there') },
  '/collections/[slug]': { '/collections/none': everybody('not-there') },
  '/search': { '/search?q=invoice': everybody('shown') },
  '/search/suggest': { '/search/suggest?q=invoice': everybody('shown') },
  '/p/[seller]/[product]': {
    '/p/acme-works/invoice-kit': everybody('shown'),
    // A draft is nobody's page, its seller's neither.
    '/p/seller-a/thing-a': everybody('not-there'),
  },
  '/s/[seller]': { '/s/acme-works': everybody('shown'), '/s/none': everybody('not-there') },
  '/licenses-explained': { '/licenses-explained': everybody('shown') },
  '/cart': { '/cart': everybody('shown') },
  '/checkout': { '/checkout': everybody('to /cart') },
  '/cover/[file]': {
    '/cover/any.package.light.svg': everybody('shown'),
    '/cover/any.svg': everybody('not-there'),
  },
  '/social/[file]': {
    '/social/home.AAAAAAAAAAAAAAAA.png': everybody('to /social/…'),
    '/social/prd_none.png': everybody('not-there'),
  },
  '/[...missing]': { '/no/such/page': everybody('not-there') },

  // Whoever holds the link of an order sees it; without it, being somebody helps nobody.
  '/order/[token]': {
    '/order/{orderToken}': everybody('shown'),
    '/order/{forgedToken}': everybody('shown'),
  },
  '/order/[token]/invoice/[invoice]': {
    '/order/{orderToken}/invoice/{invoice}': everybody('shown'),
    '/order/{orderToken}/invoice/{otherInvoice}': everybody('not-there'),
    '/order/{forgedToken}/invoice/{invoice}': everybody('refused'),
  },
  '/order/[token]/download/[license]/[file]': {
    '/order/{orderToken}/download/{license}/{file}': everybody('to /downloads/…'),
    '/order/{orderToken}/download/{otherLicense}/{file}': everybody('to /order/{orderToken}'),
    '/order/{forgedToken}/download/{license}/{file}': everybody('to /order/{forgedToken}'),
  },

  // Whoever holds the link of a mail; opening the second one stops such mails.
  '/recover/[token]': {
    '/recover/{recoverToken}': everybody('shown'),
    '/recover/none': everybody('shown'),
  },
  '/mail/stop/[token]': { '/mail/stop/none': everybody('shown') },
  '/mail/stop/[token]/now': { '/mail/stop/none/now': everybody('to /mail/stop/none') },

  // Edge lets nobody there: a process is asked for its figures directly, with a token.
  '/internal/metrics': { '/internal/metrics': everybody('not-there') },

  '/sign-in': { '/sign-in': everybody('shown') },
  '/register': { '/register': everybody('shown') },
  '/forgot-password': { '/forgot-password': everybody('shown') },
  '/verify/[token]': { '/verify/none': everybody('shown') },
  '/reset-password/[token]': { '/reset-password/none': everybody('shown') },
  '/sign-out': { '/sign-out': everybody('to /account/settings') },

  '/account': { '/account': signedIn('shown') },
  '/account/orders': { '/account/orders': signedIn('shown') },
  '/account/orders/[id]': {
    '/account/orders/{order}': only('customer'),
    '/account/orders/{otherOrder}': only('affiliate'),
    '/account/orders/none': only(),
  },
  '/account/licenses': { '/account/licenses': signedIn('shown') },
  '/account/licenses/[id]': {
    '/account/licenses/{license}': only('customer'),
    '/account/licenses/{otherLicense}': only('affiliate'),
    '/account/licenses/none': only(),
  },
  '/account/licenses/[id]/download/[release]/[file]': {
    '/account/licenses/{license}/download/{release}/{file}': {
      ...only(),
      anonymous: 'to /sign-in?next=%2Faccount%2Flicenses%2F{license}',
      lockedAdmin: 'to /sign-in?next=%2Faccount%2Flicenses%2F{license}',
      customer: 'to /downloads/…',
    },
    '/account/licenses/{otherLicense}/download/{release}/{file}': {
      ...only(),
      anonymous: 'to /sign-in?next=%2Faccount%2Flicenses%2F{otherLicense}',
      lockedAdmin: 'to /sign-in?next=%2Faccount%2Flicenses%2F{otherLicense}',
      affiliate: 'to /downloads/…',
    },
  },
  '/account/invoices': { '/account/invoices': signedIn('shown') },
  '/account/invoices/[id]': {
    '/account/invoices/{invoice}': only('customer'),
    '/account/invoices/{otherInvoice}': only('affiliate'),
    '/account/invoices/none': only(),
  },
  '/account/affiliate': { '/account/affiliate': signedIn('shown') },
  '/account/settings': { '/account/settings': signedIn('shown') },
}

/** Pages whose views have tables of their own. */
export const pagesApart: Readonly<Record<string, string>> = {
  '/admin/[[...segments]]': 'panel.ts',
  '/api/[...slug]': 'expected.ts and acts.ts',
}

export interface PostRule {
  form: Readonly<Record<string, string>>
  /** What everybody gets who posts from a page of ours: each acts on a cart and a session of their own. */
  ours: 'refused' | `to ${string}`
  /** What everybody gets whose browser was made to post by another site; nothing is written. */
  foreign: 'refused' | `to ${string}`
}

/** Every handler of `src/app` that takes another method than GET. */
export const postRules: Readonly<Record<string, PostRule>> = {
  'POST /cart/add': {
    form: { package: '{package}', quantity: '1' },
    ours: 'to /cart',
    foreign: 'to /cart?problem=cross_site',
  },
  'POST /cart/change': {
    form: { act: 'remove', package: '{package}' },
    // Nobody has a cart before the first thing is put into it.
    ours: 'to /cart?problem=not_found',
    foreign: 'to /cart?problem=cross_site',
  },
  // By the signed link alone; here it is none.
  'POST /recover/[token]/go': {
    form: {},
    ours: 'to /recover/%5Btoken%5D?problem=link_invalid',
    foreign: 'to /recover/%5Btoken%5D?problem=cross_site',
  },
  'POST /mail/stop/[token]/now': { form: {}, ours: 'refused', foreign: 'refused' },
  'POST /sign-out': { form: {}, ours: 'to /sign-in?notice=signed-out', foreign: 'refused' },
}
