import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buy, receiver, type TestSimulator, testSimulator } from '../testing/harness'

const deliveriesSchema = z.object({
  deliveries: z.array(
    z.object({
      id: z.string(),
      event: z.string(),
      type: z.string(),
      status: z.string(),
      attempts: z.array(z.object({ status: z.number().nullable(), error: z.string().nullable() })),
    }),
  ),
})

async function deliveriesOf(simulator: TestSimulator, query = '') {
  return deliveriesSchema.parse(await simulator.control('GET', `/_sim/deliveries${query}`)).deliveries
}

const settle = (simulator: TestSimulator) => simulator.control('POST', '/_sim/deliveries/settle', {})

const saleTypes = [
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'checkout.session.completed',
  'charge.updated',
]

describe('webhooks [BUY-4]', () => {
  test("every event arrives once, with a signature that the client's own function takes", async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator)
    await buy(simulator)
    await settle(simulator)
    expect(hook.types.toSorted()).toEqual(saleTypes.toSorted())
    expect((await deliveriesOf(simulator)).every((one) => one.status === 'delivered')).toBe(true)
  })

  test('signatures carry machine time, so that they verify while the simulated clock is elsewhere', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator, ['checkout.session.completed'])
    await simulator.control('POST', '/_sim/clock', { offsetMs: -200 * 86_400_000 })
    await buy(simulator)
    await settle(simulator)
    expect(hook.types).toEqual(['checkout.session.completed'])
  })

  test('an endpoint gets the types that it asked for', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator, ['checkout.session.completed'])
    await buy(simulator)
    await settle(simulator)
    expect(hook.types).toEqual(['checkout.session.completed'])
  })

  test('an event that is not taken comes again after each delay, until it is', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator, ['checkout.session.completed'])
    hook.answers.push(500, 302)
    await buy(simulator)
    await settle(simulator)
    const [delivery] = await deliveriesOf(simulator)
    expect(hook.types).toEqual(['checkout.session.completed'])
    expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([500, 302, 200])
  })

  test('a delivery is given up when the delays are used up, and can be sent again by hand', async () => {
    const simulator = await testSimulator({ retryDelaysMs: [1] })
    const hook = await receiver(simulator, ['checkout.session.completed'])
    hook.answers.push(500, 500)
    await buy(simulator)
    await settle(simulator)
    const [failed] = await deliveriesOf(simulator)
    expect(failed?.status).toBe('failed')
    const undelivered = await simulator.stripe.events.list({ delivery_success: false })
    expect(undelivered.data.map((event) => event.id)).toEqual([failed?.event])

    await simulator.control('POST', `/_sim/events/${failed?.event}/redeliver`, { times: 20 })
    expect(hook.ids).toEqual(Array.from({ length: 20 }, () => failed?.event))
  })

  test('an endpoint that nobody listens on is logged with the reason', async () => {
    const simulator = await testSimulator({ retryDelaysMs: [] })
    await simulator.stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/',
      enabled_events: ['charge.succeeded'],
    })
    await buy(simulator)
    await settle(simulator)
    const [delivery] = await deliveriesOf(simulator)
    expect(delivery?.attempts).toMatchObject([
      { status: null, error: expect.stringContaining('fetch failed') },
    ])
  })

  test('a changed, disabled or deleted endpoint is respected, and only its creation shows the secret', async () => {
    const simulator = await testSimulator()
    const { endpoint } = await receiver(simulator)
    expect(endpoint.secret).toMatch(/^whsec_/)
    expect((await simulator.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined()
    const disabled = await simulator.stripe.webhookEndpoints.update(endpoint.id, { disabled: true })
    expect(disabled.status).toBe('disabled')
    await buy(simulator)
    expect(await deliveriesOf(simulator)).toEqual([])
    expect(await simulator.stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true })
    expect((await simulator.stripe.webhookEndpoints.list()).data).toEqual([])
  })

  test('the endpoint of a shop is kept under its URL with a secret of its choice', async () => {
    const simulator = await testSimulator()
    const url = 'http://127.0.0.1:9/hooks'
    const kept = { url, secret: 'whsec_chosen', enabledEvents: ['charge.succeeded'] }
    const first = await simulator.control('PUT', '/_sim/webhook-endpoint', kept)
    const again = await simulator.control('PUT', '/_sim/webhook-endpoint', { url })
    expect(first).toMatchObject({ secret: 'whsec_chosen', enabled_events: ['charge.succeeded'] })
    expect(again).toMatchObject({ secret: 'whsec_chosen', enabled_events: ['*'] })
    expect((await simulator.stripe.webhookEndpoints.list()).data).toHaveLength(1)
  })
})

describe('webhook switches', () => {
  test('duplicates send each event several times under one id', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator, ['checkout.session.completed'])
    await simulator.control('POST', '/_sim/switches', { duplicates: 2 })
    await buy(simulator)
    await settle(simulator)
    expect(hook.ids).toHaveLength(3)
    expect(new Set(hook.ids).size).toBe(1)
  })

  test('reorder sends the events of an act last to first', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator)
    await simulator.control('POST', '/_sim/switches', { reorder: true })
    await buy(simulator)
    await settle(simulator)
    expect(hook.types).toEqual(saleTypes.toReversed())
  })

  test('a dropped type is never sent, but is listed', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator)
    await simulator.control('POST', '/_sim/switches', { drop: ['checkout.session.completed'] })
    await buy(simulator)
    await settle(simulator)
    const listed = await simulator.stripe.events.list({ types: ['checkout.session.completed'] })
    expect(hook.types.toSorted()).toEqual(
      saleTypes.filter((type) => type !== 'checkout.session.completed').toSorted(),
    )
    expect(listed.data).toHaveLength(1)
    expect((await deliveriesOf(simulator, '?status=dropped')).map((one) => one.event)).toEqual([
      listed.data[0]?.id,
    ])
  })

  test('a delay of one type lets the others overtake it', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator)
    await simulator.control('POST', '/_sim/switches', { delayMsByType: { 'payment_intent.created': 200 } })
    await buy(simulator)
    await settle(simulator)
    expect(hook.types.at(-1)).toBe('payment_intent.created')
  })

  test('an unknown switch is refused', async () => {
    const simulator = await testSimulator()
    await expect(simulator.control('POST', '/_sim/switches', { duplicate: 2 })).rejects.toThrow('400')
  })
})

describe('the list of events', () => {
  test('is paged newest first without gaps and filtered by type and time, as reconciliation needs it', async () => {
    const simulator = await testSimulator()
    await buy(simulator)
    await simulator.control('POST', '/_sim/clock', { offsetMs: 3_600_000 })
    await buy(simulator)
    const since = Math.floor(Date.now() / 1000) + 1800
    const all: Stripe.Event[] = await simulator.stripe.events
      .list({ limit: 3 })
      .autoPagingToArray({ limit: 100 })
    const late = await simulator.stripe.events.list({ created: { gte: since }, types: ['charge.succeeded'] })
    expect(all).toHaveLength(10)
    expect(new Set(all.map((event) => event.id)).size).toBe(10)
    expect(all[0]?.created).toBeGreaterThan(since)
    expect(late.data).toHaveLength(1)
    expect((await simulator.stripe.events.retrieve(String(all[9]?.id))).type).toBe('payment_intent.created')
  })
})

describe('a restart', () => {
  test('keeps every document, the clock, the book and the answers under their keys', async () => {
    const simulator = await testSimulator()
    await simulator.control('POST', '/_sim/clock', { offsetMs: 86_400_000 })
    const { session, paymentIntent } = await buy(simulator)
    const customer = await simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    const look = async () => [
      await simulator.stripe.checkout.sessions.retrieve(session, { expand: ['line_items'] }),
      await simulator.stripe.paymentIntents.retrieve(paymentIntent, {
        expand: ['latest_charge.balance_transaction'],
      }),
      (await simulator.stripe.events.list({ limit: 100 })).data,
      await simulator.control('GET', '/_sim/book'),
    ]
    const before = await look()
    await simulator.restart()
    expect(await look()).toEqual(before)
    expect(await simulator.control('GET', '/_sim/clock')).toMatchObject({ offsetMs: 86_400_000 })
    const again = await simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    expect(again.id).toBe(customer.id)
  })

  test('takes up deliveries that were still to come', async () => {
    const simulator = await testSimulator()
    const hook = await receiver(simulator, ['checkout.session.completed'])
    await simulator.control('POST', '/_sim/switches', { delayMs: 100 })
    await buy(simulator)
    await simulator.restart()
    expect(await settle(simulator)).toEqual({ settled: true })
    expect(hook.types).toEqual(['checkout.session.completed'])
  })

  test('reset forgets all of it', async () => {
    const simulator = await testSimulator()
    await buy(simulator)
    await simulator.control('POST', '/_sim/reset')
    await simulator.restart()
    expect((await simulator.stripe.events.list()).data).toEqual([])
    expect(await simulator.control('GET', '/_sim/book')).toEqual({ lines: [] })
  })
})
