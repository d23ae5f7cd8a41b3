import { describe, expect, test } from 'vitest'
import { clientFor, sessionParams, testSimulator } from '../testing/harness'

describe('idempotency keys', () => {
  test('the same request again gets the first answer and has no second effect', async () => {
    const simulator = await testSimulator()
    const first = await simulator.stripe.checkout.sessions.create(sessionParams(), {
      idempotencyKey: 'order-1',
    })
    const again = await simulator.stripe.checkout.sessions.create(sessionParams(), {
      idempotencyKey: 'order-1',
    })
    expect(again.id).toBe(first.id)
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    expect((await simulator.stripe.checkout.sessions.list()).data).toHaveLength(1)
  })

  test('the key with other parameters is refused', async () => {
    const simulator = await testSimulator()
    await simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    const other = simulator.stripe.customers.create({ name: 'Berta' }, { idempotencyKey: 'k' })
    await expect(other).rejects.toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' })
  })

  test('the key is busy while its first request runs', async () => {
    const simulator = await testSimulator()
    const fault = { method: 'POST', path: '/v1/customers', when: 'after', kind: 'delay', delayMs: 300 }
    await simulator.control('POST', '/_sim/switches', { faults: [fault] })
    const slow = simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const second = simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    await expect(second).rejects.toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' })
    expect((await slow).name).toBe('Anna')
  })

  test('a refusal by the act is replayed, a refusal of the parameters is not', async () => {
    const simulator = await testSimulator()
    const refund = () => simulator.stripe.refunds.create({ charge: 'ch_none' }, { idempotencyKey: 'refund' })
    await expect(refund()).rejects.toMatchObject({ code: 'resource_missing' })
    await expect(refund()).rejects.toMatchObject({ headers: { 'idempotent-replayed': 'true' } })

    const wrong = simulator.stripe.customers.create(
      { email: 'x'.repeat(600) },
      { idempotencyKey: 'customer' },
    )
    await expect(wrong).rejects.toMatchObject({ code: 'parameter_invalid_string_length' })
    const right = await simulator.stripe.customers.create(
      { email: 'a@example.com' },
      { idempotencyKey: 'customer' },
    )
    expect(right.email).toBe('a@example.com')
  })

  test('an answer lost after its effect is found again by the same key', async () => {
    const simulator = await testSimulator()
    const fault = { method: 'POST', path: '/v1/customers', when: 'after', kind: 'reset' }
    await simulator.control('POST', '/_sim/switches', { faults: [fault] })
    // A reset connection is the one failure that the client repeats even with maxNetworkRetries 0.
    const found = await simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    expect(found.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await simulator.stripe.customers.list()).data).toHaveLength(1)
  })

  test('an error after the effect is what the key replays from then on, as with the provider', async () => {
    const simulator = await testSimulator()
    const fault = { method: 'POST', path: '/v1/customers', when: 'after', kind: 'status', status: 500 }
    await simulator.control('POST', '/_sim/switches', { faults: [fault] })
    const create = () => simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    await expect(create()).rejects.toMatchObject({ statusCode: 500 })
    await expect(create()).rejects.toMatchObject({
      statusCode: 500,
      headers: { 'idempotent-replayed': 'true' },
    })
    expect((await simulator.stripe.customers.list()).data).toHaveLength(1)
  })

  test('a key is forgotten after a simulated day', async () => {
    const simulator = await testSimulator()
    const create = () => simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    const first = await create()
    await simulator.control('POST', '/_sim/clock', { offsetMs: 86_400_000 })
    expect((await create()).id).not.toBe(first.id)
  })

  test("the client's own retries after a lost connection make one customer", async () => {
    const simulator = await testSimulator()
    const faults = [{ method: 'POST', path: '/v1/customers', when: 'after', kind: 'reset' }]
    await simulator.control('POST', '/_sim/switches', { faults })
    await clientFor(Number(new URL(simulator.url).port), 2).customers.create({ name: 'Anna' })
    expect((await simulator.stripe.customers.list()).data).toHaveLength(1)
  })
})

describe('faults before the effect', () => {
  test.each([
    [{ kind: 'status', status: 500 }, { statusCode: 500 }],
    [
      { kind: 'status', status: 429 },
      { statusCode: 429, type: 'StripeRateLimitError' },
    ],
    [{ kind: 'reset', times: 4 }, { type: 'StripeConnectionError' }],
  ])('%j does nothing, hits as often as asked, and leaves the key free', async (fault, refusal) => {
    const simulator = await testSimulator()
    const faults = [{ method: 'POST', path: '/v1/cust*', times: 2, ...fault }]
    await simulator.control('POST', '/_sim/switches', { faults })
    const create = () => simulator.stripe.customers.create({ name: 'Anna' }, { idempotencyKey: 'k' })
    await expect(create()).rejects.toMatchObject(refusal)
    await expect(create()).rejects.toMatchObject(refusal)
    expect((await simulator.stripe.customers.list()).data).toEqual([])
    expect((await create()).name).toBe('Anna')
  })

  test('a timeout holds the request until the client gives up', async () => {
    const simulator = await testSimulator()
    const faults = [{ method: 'GET', path: '/v1/balance', kind: 'timeout' }]
    await simulator.control('POST', '/_sim/switches', { faults })
    await expect(simulator.stripe.balance.retrieve({}, { timeout: 150 })).rejects.toThrow(
      /timed out|timeout/i,
    )
  })
})
