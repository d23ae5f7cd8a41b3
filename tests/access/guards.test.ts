import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseOf } from '@/platform/documentTransaction'
import { emptyDatabase, testDatabase } from '../setup/database'
import { createBodies } from './bodies'
import { insertPairs, productOf } from './fixtures'
import { testPayload } from './payload'
import { type PersonName, sellerA, sellerB, signInEverybody, userIdOf } from './people'
import { type Answer, rest } from './rest'

type Stored = { _id: string } & Record<string, unknown>

let payload: Payload
let tokens: Record<PersonName, string | null>
const raw = (slug: string) => databaseOf(payload).db.collection<Stored>(slug)
const as = (name: PersonName, method: string, path: string, body?: object | FormData): Promise<Answer> =>
  rest(tokens[name], method, path, body)

beforeAll(async () => {
  payload = await testPayload()
})
beforeEach(async () => {
  await emptyDatabase(await testDatabase())
  tokens = await signInEverybody(databaseOf(payload), payload.secret)
  await insertPairs(databaseOf(payload), [
    'sellers',
    'products',
    'packages',
    'releases',
    'files',
    'orders',
    'affiliates',
  ])
})
afterAll(async () => emptyDatabase(await testDatabase()))

describe('rights cannot be taken [ID-2] [ID-8]', () => {
  it.each([
    ['roles', { roles: ['admin'] }],
    ['memberships', { memberships: [{ seller: sellerA, role: 'owner' }] }],
    ['email', { email: 'somebody-else@example.com' }],
    ['emailVerifiedAt', { emailVerifiedAt: '2020-01-01T00:00:00.000Z' }],
    ['lockedAt', { lockedAt: null }],
    ['hash', { hash: 'c'.repeat(64) }],
    ['salt', { salt: 'c'.repeat(64) }],
    ['sessions', { sessions: [] }],
    ['resetPasswordToken', { resetPasswordToken: 'known' }],
  ])('a customer who writes %s to the own account changes nothing', async (field, body) => {
    const before = await raw('users').findOne({ _id: userIdOf('customer') })
    await as('customer', 'PATCH', `/users/${userIdOf('customer')}`, body)
    const after = await raw('users').findOne({ _id: userIdOf('customer') })
    expect(after?.[field]).toEqual(before?.[field])
  })

  it('a support member of staff grants no roles', async () => {
    const answer = await as('support', 'PATCH', `/users/${userIdOf('support')}`, { roles: ['admin'] })
    expect(answer.status).toBe(200)
    expect((await raw('users').findOne({ _id: userIdOf('support') }))?.roles).toEqual(['support'])
  })

  it('an admin grants nothing by editing: there it takes an act with a reason', async () => {
    const id = userIdOf('customer')
    const rights = { roles: ['customer', 'editor'], memberships: [{ seller: sellerA, role: 'owner' }] }
    await as('admin', 'PATCH', `/users/${id}`, rights)
    expect(await raw('users').findOne({ _id: id })).toMatchObject({ roles: ['customer'], memberships: [] })
    const made = { email: 'new@example.com', password: 'a long enough phrase', ...rights }
    await as('admin', 'POST', '/users', made)
    expect(await raw('users').findOne({ email: 'new@example.com' })).toMatchObject({ roles: ['customer'] })
  })

  it.each(['customer', 'ownerA', 'admin'] as const)(
    'a password is not changed over REST, by %s neither',
    async (name) => {
      const before = await raw('users').findOne({ _id: userIdOf(name) })
      const answer = await as(name, 'PATCH', `/users/${userIdOf(name)}`, { password: 'another long phrase' })
      expect(answer.status).toBe(403)
      expect(await raw('users').findOne({ _id: userIdOf(name) })).toEqual(before)
    },
  )

  it.each(['login', 'logout', 'first-register', 'forgot-password', 'reset-password', 'unlock', 'verify/any'])(
    'Payload’s own door /users/%s is not there',
    async (path) => {
      await raw('users').deleteMany({})
      const answer = await rest(null, 'POST', `/users/${path}`, {
        email: 'first@example.com',
        password: 'a long enough phrase',
        token: 'x',
      })
      expect(answer.status).toBe(404)
      expect(await raw('users').countDocuments()).toBe(0)
    },
  )

  it('shows no hash, salt, session or reset token of anybody, to an admin neither', async () => {
    const answer = await as('admin', 'GET', '/users?limit=100')
    for (const field of ['hash', 'salt', 'resetPasswordToken'])
      expect(answer.text).not.toContain(`"${field}"`)
    const docs = answer.body.docs as { id: string; sessions?: unknown[] }[]
    expect(docs.filter(({ sessions }) => sessions?.length).map(({ id }) => id)).toEqual([userIdOf('admin')])
  })
})

describe('owners are not taken from the body [ARC-1]', () => {
  it('a member who names a foreign seller is refused', async () => {
    const answer = await as('ownerA', 'POST', '/products', createBodies.products?.('b'))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('not_your_seller')
  })

  it('a member who names none creates for the own seller', async () => {
    const body = { ...createBodies.products?.('a'), seller: undefined }
    const answer = await as('developerA', 'POST', '/products', body)
    expect(answer.status).toBe(201)
    expect(answer.body.doc).toMatchObject({
      seller: sellerA,
      status: 'draft',
      handle: 'seller-a/one-more-thing',
    })
  })

  it('a package takes its seller from the product, whatever the body says', async () => {
    const answer = await as('ownerA', 'POST', '/packages', {
      ...createBodies.packages?.('a'),
      seller: sellerB,
    })
    expect(answer.body.doc).toMatchObject({ seller: sellerA })
  })

  it.each(['products', 'packages', 'releases'])('%s do not move to another seller', async (slug) => {
    const document = await raw(slug).findOne({ seller: sellerA })
    await as('admin', 'PATCH', `/${slug}/${document?._id}`, { seller: sellerB })
    expect((await raw(slug).findOne({ _id: document?._id }))?.seller).toBe(sellerA)
  })

  it('a release takes no file of another seller', async () => {
    const file = await raw('files').findOne({ seller: sellerB })
    const answer = await as('ownerA', 'POST', '/releases', {
      ...createBodies.releases?.('a'),
      files: [{ file: file?._id, kind: 'archive' }],
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('a state is never an editable field [ARC-1]', () => {
  it.each([
    ['products', 'published'],
    ['releases', 'published'],
    ['sellers', 'suspended'],
    ['affiliates', 'approved'],
  ])('the status of %s does not become %s by editing, for an admin neither', async (slug, status) => {
    const document = await raw(slug).findOne({ _id: { $ne: 'none' }, house: { $ne: true } })
    const answer = await as('admin', 'PATCH', `/${slug}/${document?._id}`, { status })
    expect(answer.status).toBe(409)
    expect((await raw(slug).findOne({ _id: document?._id }))?.status).toBe(document?.status)
  })

  it('a new product begins as a draft, whatever the body says', async () => {
    const answer = await as('admin', 'POST', '/products', {
      ...createBodies.products?.('a'),
      status: 'published',
      salesCount: 999,
      publishedAt: '2020-01-01T00:00:00.000Z',
    })
    expect(answer.body.doc).toMatchObject({ status: 'draft', salesCount: 0 })
    expect((answer.body.doc as Record<string, unknown>).publishedAt ?? null).toBeNull()
  })

  it('an order is not written past its operations, with access overridden neither', async () => {
    const order = await raw('orders').findOne({})
    await expect(
      payload.update({ collection: 'orders', id: String(order?._id), data: { status: 'completed' } }),
    ).rejects.toThrow('Orders change by their own buttons')
  })

  it('a record is not written through Payload, with access overridden neither', async () => {
    await expect(payload.delete({ collection: 'files', id: 'fil_any' })).rejects.toThrow(
      'written by operations',
    )
  })
})

describe('listings keep their names and their history [CAT-1] [ID-3]', () => {
  it.each([
    ['ab', 'too short'],
    ['Has-Capitals', 'capitals'],
    ['-begins-with-hyphen', 'a hyphen at the end'],
    ['two--hyphens', 'doubled hyphens'],
    ['admin', 'reserved'],
    ['x'.repeat(41), 'too long'],
  ])('the slug %s is refused: %s', async (slug) => {
    const answer = await as('ownerA', 'POST', '/products', { ...createBodies.products?.('a'), slug })
    expect(answer.status).toBe(422)
  })

  it('a renamed product keeps its former handle as an alias', async () => {
    const id = productOf('a')
    const answer = await as('ownerA', 'PATCH', `/products/${id}`, { slug: 'better-name' })
    expect(answer.status).toBe(200)
    const stored = await raw('products').findOne({ _id: id })
    expect(stored).toMatchObject({ handle: 'seller-a/better-name' })
    expect(stored?.formerHandles).toMatchObject([{ handle: 'seller-a/thing-a' }])
  })

  it('a product that was sold is not deleted', async () => {
    await insertPairs(databaseOf(payload), ['order-items'])
    await raw('order-items').updateMany({}, { $set: { product: productOf('a') } })
    const answer = await as('ownerA', 'DELETE', `/products/${productOf('a')}`)
    expect(answer.status).toBe(409)
    expect(await raw('products').countDocuments({ _id: productOf('a') })).toBe(1)
  })

  it('an edited package counts its revision', async () => {
    const found = await raw('packages').findOne({ seller: sellerA })
    await as('ownerA', 'PATCH', `/packages/${found?._id}`, { trialDays: 14, revision: 99 })
    expect((await raw('packages').findOne({ _id: found?._id }))?.revision).toBe(2)
  })

  it('a price is a whole number of minor units', async () => {
    const found = await raw('packages').findOne({ seller: sellerA })
    const answer = await as('ownerA', 'PATCH', `/packages/${found?._id}`, {
      prices: [{ currency: 'usd', amountMinor: 49.5 }],
    })
    expect(answer.status).toBe(400)
  })

  it('a version is a semantic version', async () => {
    const answer = await as('ownerA', 'POST', '/releases', { ...createBodies.releases?.('a'), version: 'v2' })
    expect(answer.status).toBe(422)
  })
})

describe('buttons of the panel [CAT-3] [CAT-4]', () => {
  const product = () => `/products/${productOf('a')}`

  it('a seller submits, an editor publishes, and both are audited', async () => {
    expect((await as('developerA', 'POST', `${product()}/submit`, {})).body).toMatchObject({
      status: 'in_review',
    })
    expect((await as('editor', 'POST', `${product()}/publish`, {})).body).toMatchObject({
      status: 'published',
    })
    const stored = await raw('products').findOne({ _id: productOf('a') })
    expect(stored?.publishedAt).toBeInstanceOf(Date)
    const acts = await raw('audit')
      .find({ 'target.id': productOf('a') })
      .sort({ _id: 1 })
      .toArray()
    expect(acts.map(({ act }) => act)).toEqual(['product.submit', 'product.publish'])
  })

  it.each([
    ['developerA', 'publish', 403],
    ['ownerB', 'submit', 404],
    ['customer', 'submit', 404],
    ['finance', 'publish', 404],
    ['lockedAdmin', 'publish', 401],
    ['anonymous', 'publish', 401],
  ] as const)('%s may not %s: %i', async (name, act, status) => {
    const before = await raw('products').findOne({ _id: productOf('a') })
    const answer = await as(name, 'POST', `${product()}/${act}`, {})
    expect(answer.status).toBe(status)
    expect(answer.body).toHaveProperty('code')
    expect(await raw('products').findOne({ _id: productOf('a') })).toEqual(before)
  })

  it('a product without an active package is not published', async () => {
    await raw('packages').updateMany({}, { $set: { active: false } })
    const answer = await as('editor', 'POST', `${product()}/publish`, {})
    expect(answer).toMatchObject({ status: 422, body: { code: 'product_incomplete' } })
  })

  it('a suspension needs a reason', async () => {
    await as('editor', 'POST', `${product()}/publish`, {})
    expect((await as('editor', 'POST', `${product()}/suspend`, {})).body).toMatchObject({
      code: 'reason_missing',
    })
  })

  it('a release is published with its archive, then fixed, then withdrawn', async () => {
    const release = await raw('releases').findOne({ seller: sellerA })
    const file = await raw('files').findOne({ seller: sellerA })
    const path = `/releases/${release?._id}`
    expect((await as('ownerA', 'POST', `${path}/publish`, {})).body).toMatchObject({
      code: 'release_without_files',
    })
    await as('ownerA', 'PATCH', path, { files: [{ file: file?._id, kind: 'archive' }] })
    expect((await as('ownerA', 'POST', `${path}/publish`, {})).body).toMatchObject({ status: 'published' })
    expect((await as('ownerA', 'PATCH', path, { files: [] })).status).toBe(409)
    expect((await as('ownerA', 'DELETE', path)).status).toBe(409)
    expect((await as('ownerB', 'POST', `${path}/withdraw`, { reason: 'not mine' })).status).toBe(404)
    expect((await as('ownerA', 'POST', `${path}/withdraw`, { reason: 'a flaw' })).body).toMatchObject({
      status: 'withdrawn',
    })
  })

  it.each([
    ['developerA', sellerA, 200],
    ['editor', sellerB, 200],
    ['ownerA', sellerB, 404],
    ['financeA', sellerA, 404],
    ['customer', sellerA, 404],
    ['anonymous', sellerA, 401],
    ['editor', 'sel_none', 404],
  ] as const)('%s asks for a token to upload for %s: %i', async (name, seller, status) => {
    const answer = await as(name, 'POST', '/files/upload-token', { seller })
    expect(answer.status).toBe(status)
    expect('token' in answer.body).toBe(status === 200)
  })

  it.each(['editor', 'ownerA', 'customer'] as const)('%s refunds nothing', async (name) => {
    const order = await raw('orders').findOne({})
    const answer = await as(name, 'POST', `/orders/${order?._id}/refund`, { reason: 'because I want to' })
    expect(answer.status).toBe(403)
    expect(await raw('refunds').countDocuments()).toBe(0)
  })

  it.each(['support', 'editor', 'ownerA', 'customer'] as const)(
    '%s marks nothing as paid by hand',
    async (name) => {
      const order = await raw('orders').findOne({})
      await raw('orders').updateOne({ _id: order?._id ?? '' }, { $set: { owedMinor: 100 } })
      const path = `/orders/${order?._id}/refund/by-hand`
      expect((await as(name, 'POST', path, { reason: 'transfer 4711' })).status).toBe(403)
      expect(await raw('refunds').countDocuments()).toBe(0)
    },
  )

  it('finance is told when nothing is owed that could be paid by hand', async () => {
    const order = await raw('orders').findOne({})
    await raw('orders').updateOne({ _id: order?._id ?? '' }, { $set: { owedMinor: 0 } })
    const path = `/orders/${order?._id}/refund/by-hand`
    const answer = await as('finance', 'POST', path, { reason: 'transfer 4711' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'nothing_owed' } })
  })

  it.each([
    ['broken JSON', '{"reason":', 400],
    ['an unknown field', '{"reason":"long enough","amount":1}', 422],
    ['no reason', '{}', 422],
  ])('a refund with %s is refused by its code', async (_what, body, status) => {
    const order = await raw('orders').findOne({})
    const answer = await rest(tokens.support, 'POST', `/orders/${order?._id}/refund`, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toHaveProperty('code')
  })
})

describe('lists are bounded', () => {
  it.each(['limit=0', 'limit=100000', 'limit=-5', 'limit=x', 'pagination=false'])(
    '?%s gives at most a hundred',
    async (query) => {
      const [pattern] = await raw('categories').find({}).toArray()
      await raw('categories').insertMany(
        Array.from({ length: 120 }, (_, index) => ({
          ...pattern,
          _id: `cat_many${index}`,
          slug: `many-${index}`,
        })),
      )
      const answer = await as('editor', 'GET', `/categories?${query}`)
      expect((answer.body.docs as unknown[]).length).toBeLessThanOrEqual(100)
    },
  )
})

describe('Payload’s own collections', () => {
  it.each(['ownerB', 'admin'] as const)(
    '%s locks no document out of another person’s reach',
    async (name) => {
      await raw('payload-locked-documents').insertOne({
        _id: 'a-lock',
        document: { relationTo: 'products', value: productOf('a') },
        user: { relationTo: 'users', value: userIdOf(name) },
        createdAt: new Date(),
        updatedAt: new Date(),
      })
      const answer = await as('ownerA', 'PATCH', `/products/${productOf('a')}`, { summary: 'Goes on.' })
      expect(answer.status).toBe(200)
    },
  )

  it('preferences are each person’s own', async () => {
    await as('ownerA', 'POST', '/payload-preferences/nav', { value: { open: true } })
    expect((await as('ownerA', 'GET', '/payload-preferences/nav')).text).toContain('open')
    expect((await as('ownerB', 'GET', '/payload-preferences/nav')).text).not.toContain('open')
    expect((await as('admin', 'GET', '/payload-preferences')).text).not.toContain('open')
  })
})

describe('settings [OPS-4]', () => {
  it.each(['customer', 'ownerA', 'support', 'editor', 'finance'] as const)(
    '%s does not change them',
    async (name) => {
      const answer = await as(name, 'POST', '/globals/settings', { holdDays: 7 })
      expect(answer.status).toBe(403)
    },
  )

  it('an admin changes them by the act alone, within their bounds, audited with a reason', async () => {
    expect((await as('admin', 'POST', '/globals/settings', { holdDays: 10 })).status).toBe(403)
    const change = (values: object, more: object = { reason: 'a test', revision: 0 }) =>
      as('admin', 'POST', '/globals/settings/change', { values, ...more })
    expect((await change({ holdDays: 3 })).status).toBe(422)
    expect((await change({ defaultCommissionBps: 900 })).status).toBe(422)
    expect((await change({ holdDays: 10 }, { revision: 0 })).status, 'without a reason').toBe(422)
    expect((await change({ holdDays: 10 })).status).toBe(200)
    expect(await raw('audit').findOne({ act: 'settings.change' })).toMatchObject({
      reason: 'a test',
      after: { holdDays: 10 },
    })
    expect((await change({ holdDays: 11 })).status, 'of an older revision').toBe(409)
  })

  it('a package begins with the limits of the settings, and keeps what its seller says [OPS-4]', async () => {
    const values = { defaultLimits: { callsPerDay: 5_000, moveQuota: 2 } }
    await as('admin', 'POST', '/globals/settings/change', { reason: 'a test', revision: 0, values })
    const make = async (license: object) => {
      const body = createBodies.packages?.('a') as { license: object }
      const made = await as('ownerA', 'POST', '/packages', {
        ...body,
        license: { ...body.license, ...license },
      })
      expect(made.status, made.text).toBe(201)
      return raw('packages').findOne({ _id: (made.body.doc as { id: string }).id })
    }
    expect((await make({}))?.license).toMatchObject({ moveQuota: 2, limits: { callsPerDay: 5_000 } })
    const own = { moveQuota: 7, limits: { callsPerDay: null } }
    expect((await make(own))?.license).toMatchObject(own)
  })
})

describe('deleting a product [CAT-1] [ID-7]', () => {
  it('takes its packages and releases with it, and the audit keeps who did it', async () => {
    const product = productOf('a')
    const answer = await as('ownerA', 'DELETE', `/products/${product}`)
    expect(answer.status).toBe(200)
    expect(await raw('packages').countDocuments({ product })).toBe(0)
    expect(await raw('releases').countDocuments({ product })).toBe(0)
    expect(await raw('audit').findOne({ 'target.id': product, act: 'product.delete' })).not.toBeNull()
  })
})

describe('prices [CAT-5]', () => {
  it.each([
    ['below what a card payment may be', [{ currency: 'usd', amountMinor: 1 }]],
    [
      'twice in one currency',
      [
        { currency: 'usd', amountMinor: 900 },
        { currency: 'usd', amountMinor: 1_900 },
      ],
    ],
  ])('%s are refused', async (_, prices) => {
    const answer = await as('ownerA', 'POST', '/packages', { ...createBodies.packages?.('a'), prices })
    expect(answer.status).toBe(400)
  })

  it.each([
    ['a price', { prices: [{ currency: 'jpy', amountMinor: 4_900 }] }],
    [
      'a usage price',
      { pricingModel: 'usage', usagePrice: { unitPriceMicros: 20, per: 1, currency: 'jpy' } },
    ],
  ])('%s in a currency that the settings do not name is refused with those they do', async (_, given) => {
    const answer = await as('ownerA', 'POST', '/packages', { ...createBodies.packages?.('a'), ...given })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(
      'A price in JPY cannot be paid here: this marketplace sells in USD and EUR.',
    )
  })

  it('a currency that staff add to the settings may be priced in', async () => {
    await raw('globals').insertOne({ _id: 'settings', globalType: 'settings', currencies: ['usd', 'gbp'] })
    const prices = [{ currency: 'gbp', amountMinor: 4_900 }]
    const answer = await as('ownerA', 'POST', '/packages', { ...createBodies.packages?.('a'), prices })
    expect(answer.status).toBe(201)
  })
})
