import { describe, expect, test } from 'vitest'
import { eventTypes, sessionParams, type TestSimulator, testSimulator } from '../testing/harness'

async function open(simulator: TestSimulator, change = {}) {
  const session = await simulator.stripe.checkout.sessions.create(sessionParams(change))
  const url = String(session.url)
  const post = async (fields: Record<string, string>, path = '') => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    return { status: answer.status, location: answer.headers.get('location') }
  }
  const get = async (path = '') => {
    const answer = await fetch(`${url}${path}`)
    return { status: answer.status, html: await answer.text(), headers: answer.headers }
  }
  return { id: session.id, post, get }
}

const card = { act: 'pay', card: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123', name: 'Anna Buyer' }

describe('the hosted page [BUY-3]', () => {
  test('shows lines and amount, escapes them, says that it is a test, and loads nothing', async () => {
    const simulator = await testSimulator()
    const price_data = {
      currency: 'eur',
      unit_amount: 123450,
      product_data: { name: 'Kit <script>alert(1)</script>' },
    }
    const page = await open(simulator, { line_items: [{ quantity: 1, price_data }] })
    const { html, status, headers } = await page.get()
    expect(status).toBe(200)
    expect(html).toContain('Payment simulator – no real money moves')
    expect(html).toContain('€1,234.50')
    expect(html).toContain('Kit &lt;script&gt;')
    expect(html).not.toMatch(/<script|src=|@import|url\(/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('a good card leads to the success page with the id of the session', async () => {
    const simulator = await testSimulator()
    const page = await open(simulator)
    expect(await page.post(card)).toEqual({
      status: 303,
      location: `http://shop.example/done?session=${page.id}`,
    })
    expect((await page.get()).html).toContain('Already paid')
    expect(await page.post(card)).toMatchObject({ status: 200 })
    expect((await simulator.stripe.charges.list()).data).toHaveLength(1)
  })

  test('a decline keeps name, email and expiry, empties card and code, and says why', async () => {
    const simulator = await testSimulator()
    const page = await open(simulator, { customer_email: undefined })
    const declined = { ...card, card: '4000000000009995', email: 'anna@example.com' }
    expect(await page.post(declined)).toEqual({ status: 303, location: `/c/pay/${page.id}` })
    const { html } = await page.get()
    expect(html).toMatch(/role="alert" tabindex="-1" autofocus><p>Your card has insufficient funds\.<\/p>/)
    expect(html).toMatch(/name="name" type="text" value="Anna Buyer"/)
    expect(html).toMatch(/name="email" type="email" value="anna@example.com"/)
    expect(html).toMatch(/name="expiry" type="text" value="12 \/ 34"/)
    expect(html).toMatch(/name="card" type="text" value=""/)
    expect(html).toMatch(/name="cvc" type="text" value=""/)
    expect(html).toContain('href="http://shop.example/cart"')
    expect((await page.post({ ...card, email: 'anna@example.com' })).location).toContain('shop.example/done')
  })

  test.each([
    [{ card: '4242 4242 4242 4243' }, 'card', 'Your card number is invalid.'],
    [{ expiry: '01 / 20' }, 'expiry', 'Your card&#39;s expiry date is in the past.'],
    [{ expiry: 'soon' }, 'expiry', 'Enter the expiry date as MM / YY.'],
    [{ cvc: '1' }, 'cvc', 'Enter the security code of three or four digits.'],
    [{ name: '' }, 'name', 'Enter the name on the card.'],
  ])('%j is told at its field and asks no bank', async (wrong, field, message) => {
    const simulator = await testSimulator()
    const page = await open(simulator)
    await page.post({ ...card, ...wrong })
    const { html } = await page.get()
    expect(html).toContain(message)
    expect(html).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true" aria-describedby="problem"`))
    expect(await eventTypes(simulator)).toEqual([])
  })

  test('a test card is filled in by a button, without losing what was typed', async () => {
    const simulator = await testSimulator()
    const page = await open(simulator)
    await page.post({ name: 'Anna Buyer', card: '', expiry: '', cvc: '', pick: '4000002760003184' })
    const { html } = await page.get()
    expect(html).toContain('value="4000 0027 6000 3184"')
    expect(html).toContain('value="Anna Buyer"')
  })

  test('3-D Secure asks on a page of its own; failing comes back with the reason, completing pays', async () => {
    const simulator = await testSimulator()
    const page = await open(simulator)
    const challenged = { ...card, card: '4000002500003155' }
    const challengePath = `/c/pay/${page.id}/authenticate`
    expect((await page.post(challenged)).location).toBe(challengePath)
    expect((await page.get('/authenticate')).html).toContain('Fail authentication')
    expect((await page.post({ answer: 'fail' }, '/authenticate')).location).toBe(`/c/pay/${page.id}`)
    expect((await page.get()).html).toContain('unable to authenticate')
    await page.post(challenged)
    expect((await page.post({ answer: 'complete' }, '/authenticate')).location).toContain('shop.example/done')
    expect((await simulator.stripe.charges.list()).data).toHaveLength(1)
  })

  test('an expired page and an unknown one say so', async () => {
    const simulator = await testSimulator()
    const page = await open(simulator)
    await simulator.stripe.checkout.sessions.expire(page.id)
    expect(await page.get()).toMatchObject({ status: 410, html: expect.stringContaining('Back to the shop') })
    expect((await fetch(`${simulator.url}/c/pay/cs_test_none`)).status).toBe(404)
  })
})
