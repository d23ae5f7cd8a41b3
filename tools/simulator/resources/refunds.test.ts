import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buy, eventTypes, type TestSimulator, testSimulator } from '../testing/harness'

const bookSchema = z.object({
  lines: z.array(z.object({ amountMinor: z.int(), balanceMinor: z.int(), kind: z.string() })),
})

async function bookOf(simulator: TestSimulator) {
  return bookSchema.parse(await simulator.control('GET', '/_sim/book')).lines
}

async function balanceOf(simulator: TestSimulator): Promise<number> {
  const { available, pending } = await simulator.stripe.balance.retrieve()
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0)
}

describe('refunds', () => {
  test('a full refund gives everything back except the fee', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator)
    const refund = await simulator.stripe.refunds.create({
      payment_intent: paymentIntent,
      metadata: { refund: 'ref_1' },
    })
    const [charge] = (await simulator.stripe.charges.list()).data
    expect(refund).toMatchObject({ amount: 6250, status: 'succeeded', metadata: { refund: 'ref_1' } })
    expect(charge).toMatchObject({ amount_refunded: 6250, refunded: true })
    expect(await balanceOf(simulator)).toBe(-211)
    expect((await eventTypes(simulator)).slice(-3)).toEqual([
      'charge.refunded',
      'refund.created',
      'refund.updated',
    ])
    expect(simulator.complaints).toEqual([])
  })

  test('partial refunds add up, and one cent more is refused as the provider refuses it', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator)
    await simulator.stripe.refunds.create({ payment_intent: paymentIntent, amount: 4000 })
    const tooMuch = simulator.stripe.refunds.create({ payment_intent: paymentIntent, amount: 2251 })
    await expect(tooMuch).rejects.toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      message: 'Refund amount ($22.51) is greater than unrefunded amount on charge ($22.50)',
      param: 'amount',
    })
    await simulator.stripe.refunds.create({ payment_intent: paymentIntent, amount: 2250 })
    const again = simulator.stripe.refunds.create({ payment_intent: paymentIntent })
    await expect(again).rejects.toMatchObject({ code: 'charge_already_refunded' })
    expect((await simulator.stripe.refunds.list({ payment_intent: paymentIntent })).data).toHaveLength(2)
  })

  test('a refund of an unpaid intent is refused', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator, '4000000000000002')
    const refund = simulator.stripe.refunds.create({ payment_intent: paymentIntent })
    await expect(refund).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
  })

  test('the switch makes the next refund fail and returns the money to the balance', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator)
    await simulator.control('POST', '/_sim/switches', { failRefunds: 1 })
    const failed = await simulator.stripe.refunds.create({ payment_intent: paymentIntent })
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' })
    expect(await balanceOf(simulator)).toBe(6039)
    expect((await eventTypes(simulator)).at(-1)).toBe('refund.failed')
    expect(await simulator.stripe.refunds.create({ payment_intent: paymentIntent })).toMatchObject({
      status: 'succeeded',
    })
  })

  test('a refund that succeeded can fail days later', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator)
    const { id } = await simulator.stripe.refunds.create({ payment_intent: paymentIntent, amount: 100 })
    await simulator.control('POST', `/_sim/refunds/${id}/fail`, { reason: 'declined' })
    expect(await simulator.stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'declined',
    })
    await expect(simulator.control('POST', `/_sim/refunds/${id}/fail`)).rejects.toThrow('cannot fail')
  })
})

describe('the card whose refunds fail later', () => {
  test('gives the refund first and takes it back when its time has come, with the events of that', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator, '4000000000005126')
    const { id, status } = await simulator.stripe.refunds.create({ payment_intent: paymentIntent })
    expect(status).toBe('succeeded')
    expect(await balanceOf(simulator)).toBe(-211)
    await simulator.control('POST', '/_sim/clock', { offsetMs: 60_000 })
    expect(await simulator.stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    })
    expect(await balanceOf(simulator)).toBe(6039)
    expect((await eventTypes(simulator)).slice(-2)).toEqual(['refund.updated', 'refund.failed'])
    expect(simulator.complaints).toEqual([])
  })

  test('takes nothing else back', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator)
    const { id } = await simulator.stripe.refunds.create({ payment_intent: paymentIntent })
    await simulator.control('POST', '/_sim/clock', { offsetMs: 60_000 })
    expect((await simulator.stripe.refunds.retrieve(id)).status).toBe('succeeded')
  })
})

describe('the book', () => {
  test('its running balance is the sum of its lines and the balance of the API, for any refunds', async () => {
    const simulator = await testSimulator()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 4 }), async (amounts) => {
        const { paymentIntent } = await buy(simulator)
        for (const amount of amounts) {
          await simulator.stripe.refunds
            .create({ payment_intent: paymentIntent, amount })
            .catch((error: Error) => {
              expect(error.message).toMatch(/greater than unrefunded|already been refunded/)
            })
        }
        const lines = await bookOf(simulator)
        let sum = 0
        for (const line of lines) {
          sum += line.amountMinor
          expect(line.balanceMinor).toBe(sum)
        }
        expect(await balanceOf(simulator)).toBe(sum)
      }),
      { numRuns: 8 },
    )
  })

  test('money of a charge is pending for two simulated days, then available', async () => {
    const simulator = await testSimulator()
    await buy(simulator)
    expect((await simulator.stripe.balance.retrieve()).available[0]?.amount).toBe(0)
    await simulator.control('POST', '/_sim/clock', { offsetMs: 2 * 86_400_000 })
    expect(await simulator.stripe.balance.retrieve()).toMatchObject({
      available: [{ amount: 6039, currency: 'usd' }],
      pending: [{ amount: 0, currency: 'usd' }],
    })
  })
})
