import { describe, expect, test } from 'vitest'
import { sessionParams, type TestSimulator, testSimulator } from '../testing/harness'

/** Sends raw form text, as a client with a mistake would. */
async function raw(simulator: TestSimulator, method: string, path: string, form?: string, key = 'sk_test_x') {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (key !== '') headers.authorization = `Bearer ${key}`
  const answer = await fetch(
    `${simulator.url}${path}`,
    form === undefined ? { method, headers } : { method, headers, body: form },
  )
  return { status: answer.status, body: await answer.json() }
}

describe('requests are validated against the description', () => {
  test.each([
    ['/v1/customers', 'nam=Anna', { code: 'parameter_unknown', param: 'nam' }],
    ['/v1/refunds', 'amount=ten&charge=ch_1', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['/v1/refunds', 'charge=ch_1&reason=whim', { param: 'reason' }],
    [
      '/v1/checkout/sessions',
      'mode=payment&line_items[0][price_data][currency]=usd&line_items[0][price_data][colour]=red',
      { code: 'parameter_unknown', param: 'line_items[0][price_data][colour]' },
    ],
    [
      '/v1/checkout/sessions',
      'mode=payment&line_items[0][price_data][unit_amount]=5',
      { code: 'parameter_missing', param: 'line_items[0][price_data][currency]' },
    ],
    ['/v1/webhook_endpoints', 'enabled_events[0]=*', { code: 'parameter_missing', param: 'url' }],
    ['/v1/customers', 'metadata[a][b]=c', { param: 'metadata[a]' }],
    ['/v1/customers', 'name[=c', { type: 'invalid_request_error' }],
  ])('%s with %s is refused with its parameter', async (path, form, error) => {
    const simulator = await testSimulator()
    const answer = await raw(simulator, 'POST', path, form)
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', ...error } },
    })
  })

  test('a parameter that the provider has but the simulator ignores is refused, not swallowed', async () => {
    const simulator = await testSimulator()
    const session = simulator.stripe.checkout.sessions.create(sessionParams({ allow_promotion_codes: true }))
    await expect(session).rejects.toMatchObject({
      code: 'simulator_unsupported',
      param: 'allow_promotion_codes',
    })
  })

  test.each([
    [
      'an unknown customer',
      { customer_email: undefined, customer: 'cus_none' },
      { code: 'resource_missing', param: 'customer' },
    ],
    [
      'an address that is none',
      { customer_email: 'nobody' },
      { code: 'email_invalid', param: 'customer_email' },
    ],
    ['a success_url that is none', { success_url: 'shop' }, { code: 'url_invalid', param: 'success_url' }],
    ['a subscription', { mode: 'subscription' as const }, { code: 'simulator_unsupported', param: 'mode' }],
    ['no lines', { line_items: [] }, { code: 'parameter_missing', param: 'line_items' }],
    ['too short a life', { expires_at: Math.floor(Date.now() / 1000) + 60 }, { param: 'expires_at' }],
    [
      'a metadata value of 501 characters',
      { metadata: { cart: 'x'.repeat(501) } },
      { param: 'metadata[cart]' },
    ],
  ])('a session with %s is refused', async (_, change, error) => {
    const simulator = await testSimulator()
    await expect(simulator.stripe.checkout.sessions.create(sessionParams(change))).rejects.toMatchObject(
      error,
    )
    expect((await simulator.stripe.checkout.sessions.list()).data).toEqual([])
  })

  test('a session below the minimum charge is refused', async () => {
    const simulator = await testSimulator()
    const price_data = { currency: 'usd', unit_amount: 49, product_data: { name: 'Sticker' } }
    const session = simulator.stripe.checkout.sessions.create(
      sessionParams({ line_items: [{ quantity: 1, price_data }] }),
    )
    await expect(session).rejects.toMatchObject({ code: 'amount_too_small' })
  })

  test('an id that does not exist is 404 resource_missing, on every resource', async () => {
    const simulator = await testSimulator()
    const { stripe } = simulator
    const lookups = [
      stripe.customers.retrieve('cus_x'),
      stripe.charges.retrieve('ch_x'),
      stripe.paymentIntents.retrieve('pi_x'),
      stripe.refunds.retrieve('re_x'),
      stripe.events.retrieve('evt_x'),
      stripe.balanceTransactions.retrieve('txn_x'),
      stripe.checkout.sessions.retrieve('cs_test_x'),
      stripe.webhookEndpoints.retrieve('we_x'),
    ]
    for (const result of await Promise.allSettled(lookups)) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { statusCode: 404, code: 'resource_missing' },
      })
    }
  })

  test.each(['shoe_size', 'constructor'])('the expansion %s is refused', async (name) => {
    const simulator = await testSimulator()
    await expect(simulator.stripe.customers.list({ expand: [`data.${name}`] })).rejects.toThrow(
      'cannot be expanded',
    )
  })

  test('a limit above 100 and an unknown cursor are refused', async () => {
    const simulator = await testSimulator()
    await expect(simulator.stripe.charges.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' })
    await expect(simulator.stripe.charges.list({ starting_after: 'ch_x' })).rejects.toMatchObject({
      param: 'starting_after',
    })
  })
})

describe('authorization', () => {
  test.each([
    ['no key', ''],
    ['a live key', 'sk_live_abc'],
    ['a word', 'hello'],
  ])('%s is 401', async (_, key) => {
    const simulator = await testSimulator()
    expect(await raw(simulator, 'GET', '/v1/balance', undefined, key)).toMatchObject({ status: 401 })
  })

  test('an unknown path is 404 in the shape of an error', async () => {
    const simulator = await testSimulator()
    expect(await raw(simulator, 'GET', '/v1/unicorns')).toMatchObject({
      status: 404,
      body: { error: { type: 'invalid_request_error' } },
    })
  })
})

describe('customers', () => {
  test('an update replaces, clears and keeps, and tells what was before', async () => {
    const simulator = await testSimulator()
    const { stripe } = simulator
    const { id } = await stripe.customers.create({
      name: 'Anna',
      email: 'a@example.com',
      metadata: { a: '1', b: '2' },
    })
    const changed = await stripe.customers.update(id, { name: 'Anna B', metadata: { a: '', c: '3' } })
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data
    expect(changed).toMatchObject({ name: 'Anna B', email: 'a@example.com' })
    expect(changed.metadata).toEqual({ b: '2', c: '3' })
    expect(event?.data).toMatchObject({ previous_attributes: { name: 'Anna', metadata: { a: '1', b: '2' } } })
    expect((await stripe.customers.list({ email: 'a@example.com' })).data).toHaveLength(1)
  })
})
