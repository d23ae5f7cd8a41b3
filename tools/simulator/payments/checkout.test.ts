import { describe, expect, test } from 'vitest'
import { buy, eventTypes, sessionParams, testSimulator } from '../testing/harness'

describe('paying a checkout session [BUY-3]', () => {
  test('a paid session answers as the pinned client expects, expanded to its balance transaction', async () => {
    const simulator = await testSimulator()
    const { session: id, outcome } = await buy(simulator)
    const expand = ['payment_intent.latest_charge.balance_transaction', 'line_items']
    const session = await simulator.stripe.checkout.sessions.retrieve(id, { expand })
    const { payment_intent: intent } = session
    if (intent === null || typeof intent === 'string') throw new Error('The payment intent is not expanded')
    const charge = intent.latest_charge
    if (charge === null || typeof charge === 'string') throw new Error('The charge is not expanded')

    expect(outcome).toBe('paid')
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      amount_total: 6250,
      client_reference_id: 'ord_1',
      metadata: { order: 'ord_1' },
      customer_details: { email: 'buyer@example.com', name: 'Test Buyer' },
    })
    expect(
      session.line_items?.data.map((line) => [line.description, line.quantity, line.amount_total]),
    ).toEqual([
      ['Invoice kit', 2, 5000],
      ['Queue monitor', 1, 1250],
    ])
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 6250, metadata: { order: 'ord_1' } })
    expect(charge.balance_transaction).toMatchObject({ amount: 6250, fee: 211, net: 6039, status: 'pending' })
    expect(simulator.complaints).toEqual([])
  })

  test('events come in the order in which the provider makes them', async () => {
    const simulator = await testSimulator()
    await buy(simulator)
    expect(await eventTypes(simulator)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ])
  })

  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000069', 'expired_card', null],
    ['4111111111111111', 'card_declined', 'test_mode_live_card'],
  ])('card %s is declined with %s and leaves the session open', async (card, code, declineCode) => {
    const simulator = await testSimulator()
    const declined = await buy(simulator, card)
    const session = await simulator.stripe.checkout.sessions.retrieve(declined.session)
    const intent = await simulator.stripe.paymentIntents.retrieve(declined.paymentIntent)

    expect(declined).toMatchObject({ outcome: 'declined', code, declineCode })
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid' })
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } })
    expect(await eventTypes(simulator)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ])
    expect(await simulator.control('GET', '/_sim/book')).toEqual({ lines: [] })
  })

  test('another card after a decline pays the same payment intent', async () => {
    const simulator = await testSimulator()
    const declined = await buy(simulator, '4000000000000002')
    const paid = await simulator.control('POST', `/_sim/checkout/${declined.session}/pay`, {})
    const charges = await simulator.stripe.charges.list({ payment_intent: declined.paymentIntent })

    expect(paid).toMatchObject({ outcome: 'paid', paymentIntent: declined.paymentIntent })
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed'])
  })

  test('a 3-D Secure card pays after the challenge', async () => {
    const simulator = await testSimulator()
    const paid = await buy(simulator, '4000002760003184')
    const [charge] = (await simulator.stripe.charges.list()).data
    expect(paid.outcome).toBe('paid')
    expect(charge?.payment_method_details?.card?.three_d_secure?.result).toBe('authenticated')
    expect(await eventTypes(simulator)).toContain('payment_intent.requires_action')
  })

  test('a failed challenge charges nothing and allows another card', async () => {
    const simulator = await testSimulator()
    const failed = await buy(simulator, '4000002500003155', { challenge: 'fail' })
    expect(failed).toMatchObject({ outcome: 'declined', code: 'payment_intent_authentication_failure' })
    expect((await simulator.stripe.charges.list()).data).toEqual([])
    expect(await simulator.control('POST', `/_sim/checkout/${failed.session}/pay`, {})).toMatchObject({
      outcome: 'paid',
    })
  })

  test('a session that is left at the challenge keeps waiting for an action', async () => {
    const simulator = await testSimulator()
    const { paymentIntent } = await buy(simulator, '4000002760003184', { challenge: 'leave' })
    const intent = await simulator.stripe.paymentIntents.retrieve(paymentIntent)
    expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } })
  })

  test('a session takes money once', async () => {
    const simulator = await testSimulator()
    const { session } = await buy(simulator)
    await expect(simulator.control('POST', `/_sim/checkout/${session}/pay`, {})).rejects.toThrow('409')
    expect((await simulator.stripe.charges.list()).data).toHaveLength(1)
  })

  test('a customer of the shop is kept on session, intent and charge', async () => {
    const simulator = await testSimulator()
    const customer = await simulator.stripe.customers.create({ email: 'anna@example.com', name: 'Anna' })
    const { customer_email: _, ...params } = sessionParams({ customer: customer.id })
    const session = await simulator.stripe.checkout.sessions.create(params)
    await simulator.control('POST', `/_sim/checkout/${session.id}/pay`, {})
    const [charge] = (
      await simulator.stripe.charges.list({ customer: customer.id, expand: ['data.customer'] })
    ).data
    expect(charge?.customer).toMatchObject({ id: customer.id, email: 'anna@example.com' })
  })
})

describe('the end of a session [BUY-3]', () => {
  test('expires when the simulated clock passes its time, and cancels its intent', async () => {
    const simulator = await testSimulator()
    const { session, paymentIntent } = await buy(simulator, '4000000000000002')
    await simulator.control('POST', '/_sim/clock', { offsetMs: 25 * 3_600_000 })
    expect(await simulator.stripe.checkout.sessions.retrieve(session)).toMatchObject({
      status: 'expired',
      url: null,
    })
    expect(await simulator.stripe.paymentIntents.retrieve(paymentIntent)).toMatchObject({
      status: 'canceled',
    })
    expect((await eventTypes(simulator)).at(-1)).toBe('checkout.session.expired')
  })

  test('is expired by the shop once, and not after payment', async () => {
    const simulator = await testSimulator()
    const session = await simulator.stripe.checkout.sessions.create(sessionParams())
    expect(await simulator.stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: 'expired' })
    await expect(simulator.stripe.checkout.sessions.expire(session.id)).rejects.toThrow(
      'Only Checkout Sessions',
    )
    const { session: paid } = await buy(simulator)
    await expect(simulator.stripe.checkout.sessions.expire(paid)).rejects.toThrow('status of complete')
  })

  test('timestamps follow the simulated clock', async () => {
    const simulator = await testSimulator()
    const day = 86_400_000
    await simulator.control('POST', '/_sim/clock', { offsetMs: -200 * day })
    const { session } = await buy(simulator)
    const { created } = await simulator.stripe.checkout.sessions.retrieve(session)
    expect(Math.abs(created * 1000 - (Date.now() - 200 * day))).toBeLessThan(5000)
  })
})
