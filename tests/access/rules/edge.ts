/**
 * Edge asks nobody who they are: each route has a credential of its own, and no session stands in for it.
 * `without`: what anybody gets who has none, or a wrong one; a list where the path has several methods.
 */
export interface EdgeRule {
  credential: string
  asks: readonly EdgeAsk[]
}

export interface EdgeAsk {
  method: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: object
  without: number
}

const noKey = 'MINTREU-AAAA-BBBB-CCCC-DDDD'
const post = (path: string, body: object, without: number): EdgeAsk => ({
  method: 'POST',
  path,
  body,
  without,
})
const get = (path: string, without: number, headers = {}): EdgeAsk => ({
  method: 'GET',
  path,
  headers,
  without,
})

/** By the path of `edgeRoutes`. */
export const edgeRules: Readonly<Record<string, EdgeRule>> = {
  '/healthz': { credential: 'none: says that the process lives', asks: [get('/healthz', 200)] },
  '/readyz': { credential: 'none: says what is reachable', asks: [get('/readyz', 200)] },
  '/robots.txt': { credential: 'none: says what is not for robots', asks: [get('/robots.txt', 200)] },
  '/sitemap.xml': { credential: 'none: public pages', asks: [get('/sitemap.xml', 200)] },
  '/sitemap/:part': {
    credential: 'none: public pages',
    asks: [get('/sitemap/1', 200), get('/sitemap/9', 404), get('/sitemap/x', 404)],
  },
  '/feeds/*': {
    credential: 'none: what is on sale',
    asks: [
      get('/feeds/new.atom', 200),
      get('/feeds/new.json', 200),
      get('/feeds/s/none.atom', 404),
      get('/feeds/new', 404),
    ],
  },
  '/metrics': {
    credential: 'METRICS_TOKEN',
    asks: [get('/metrics', 404), get('/metrics', 404, { authorization: 'Bearer guess' })],
  },
  '/api/v1/license/validate': {
    credential: 'a license key: without one the verdict says so',
    asks: [post('/api/v1/license/validate', { key: noKey, product: 'seller-a/thing-a' }, 200)],
  },
  '/api/v1/license/activate': {
    credential: 'a license key',
    asks: [
      post(
        '/api/v1/license/activate',
        { key: noKey, product: 'seller-a/thing-a', domain: 'example.com' },
        200,
      ),
    ],
  },
  '/api/v1/license/deactivate': {
    credential: 'a license key',
    asks: [post('/api/v1/license/deactivate', { key: noKey, domain: 'example.com' }, 200)],
  },
  '/api/v1/license/activations': {
    credential: 'a license key',
    asks: [
      get('/api/v1/license/activations', 401),
      get('/api/v1/license/activations', 401, { authorization: `License ${noKey}` }),
    ],
  },
  '/api/v1/license/file': {
    credential: 'a license key',
    asks: [post('/api/v1/license/file', { key: noKey, product: 'seller-a/thing-a', days: 30 }, 404)],
  },
  '/api/v1/releases': {
    credential: 'a license key',
    asks: [get('/api/v1/releases', 401), get('/api/v1/releases', 401, { authorization: `License ${noKey}` })],
  },
  '/api/v1/openapi.json': { credential: 'none: the description', asks: [get('/api/v1/openapi.json', 200)] },
  '/.well-known/jwks.json': { credential: 'none: public keys', asks: [get('/.well-known/jwks.json', 200)] },
  '/.well-known/license-keys.jwt': {
    credential: 'none: public keys, certified; there are none before a root has certified one',
    asks: [get('/.well-known/license-keys.jwt', 404)],
  },
  '/.well-known/license-revocations.jwt': {
    credential: 'none: says what no longer holds, by hash',
    asks: [get('/.well-known/license-revocations.jwt', 200)],
  },
  '/api/v1/webhooks/stripe': {
    credential: 'the provider’s signature',
    asks: [
      post('/api/v1/webhooks/stripe', { id: 'evt_1', type: 'charge.refunded' }, 400),
      {
        ...post('/api/v1/webhooks/stripe', { id: 'evt_1', type: 'charge.refunded' }, 400),
        headers: { 'stripe-signature': 't=1,v1=00' },
      },
    ],
  },
  '/r/:code': {
    credential: 'none: leads on to a page of ours; a code that is nobody’s leads home',
    asks: [get('/r/nobody', 302), get('/r/nobody?to=https://elsewhere.example', 302)],
  },
  '/downloads/:token': {
    credential: 'a signed link of five minutes',
    asks: [get('/downloads/a.forged.link', 403)],
  },
  '/uploads/*': {
    credential: 'a token for uploads',
    asks: [
      {
        method: 'POST',
        path: '/uploads',
        headers: { 'tus-resumable': '1.0.0', 'upload-length': '9' },
        without: 401,
      },
      { method: 'GET', path: '/uploads/any', without: 401 },
      { method: 'HEAD', path: '/uploads/any', headers: { 'tus-resumable': '1.0.0' }, without: 401 },
      { method: 'DELETE', path: '/uploads/any', headers: { 'tus-resumable': '1.0.0' }, without: 401 },
    ],
  },
}
