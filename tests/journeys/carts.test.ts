import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageDocument } from '@/domain/catalog/records'
import { cartRecord, orderDocument } from '@/domain/orders/records'
import { remindCarts } from '@/jobs/orders/remindCarts'
import { collectionOf } from '@/platform/database'
import { addSeconds } from '@/platform/time'
import { until } from '../setup/process'
import { axeFindings, sidewaysScroll, startBrowser, type Visitor, visit } from './browser'
import { buyerForm, fillCart, fillCheckout, payByCard } from './buying'
import { password, register, signIn } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let shelf: Awaited<ReturnType<typeof stockShelf>>
const ann = { name: 'Ann Lee', email: 'ann@example.com' }

beforeAll(async () => {
  stack = await startStack('carts')
  shelf = await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const visitor = (options: Parameters<typeof visit>[2] = {}): Promise<Visitor> =>
  visit(browser, [stack.url, new URL(stack.simulator.url).origin], options)
const cartLines = (page: Page) => page.getByRole('heading', { level: 3 }).allTextContents()
const orders = () => collectionOf(stack.database, orderDocument)

/** On a page with the folded forms: opens the one and signs in. */
async function signInInPlace(page: Page, email?: string): Promise<void> {
  const folded = page.locator('details').filter({ has: page.locator('summary', { hasText: 'Sign in' }) })
  await folded.locator('summary').click()
  if (email) await folded.getByLabel('Email').fill(email)
  await folded.getByLabel('Password', { exact: true }).fill(password)
  await folded.getByRole('button', { name: 'Sign in' }).click()
}

async function setPrice(amountMinor: number): Promise<void> {
  await collectionOf(stack.database, packageDocument).updateOne(
    { _id: shelf.single._id },
    { $set: { prices: [{ currency: 'usd', amountMinor }] } },
  )
}

describe('[BUY-2] an account at the checkout', () => {
  it('is made in place: the mail leads back to the checkout, and the cart is there', async () => {
    const { page, complaints, context } = await visitor()
    await fillCart(stack, page)
    await page.goto(`${stack.url}/checkout`)
    const folded = page.locator('details').filter({ hasText: 'Create an account' }).last()
    await folded.locator('summary').click()
    await folded.getByLabel('Name', { exact: true }).fill(ann.name)
    await folded.getByLabel('Email').fill(ann.email)
    await folded.getByLabel('Password', { exact: true }).fill(password)
    expect(await axeFindings(page)).toEqual([])
    await folded.getByRole('button', { name: /create the account/i }).click()
    await page.getByRole('link', { name: 'Back to the checkout' }).waitFor()
    const letter = await until(async () =>
      (await stack.letters(ann.email)).find(({ subject }) => /confirm/i.test(subject)),
    )
    const { text } = await stack.letter(letter.id)
    await page.goto(/https?:\/\/\S+\/verify\/\S+/.exec(text)?.[0] ?? '')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: /verify this address/i }).click()
    await page.waitForURL('**/checkout')
    expect(await buyerForm(page).getByLabel('Email').inputValue()).toBe(ann.email)
    await page.getByText('Invoice Kit, Extended').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  it('is signed in to in place: a guest’s cart joins that of the account, and is paid into it', async () => {
    const { page, context } = await visitor()
    await page.goto(`${stack.url}/p/northlight/fieldnotes`)
    await page
      .getByRole('button', { name: /add to cart/i })
      .first()
      .click()
    await page.waitForURL('**/cart')
    await page.goto(`${stack.url}/checkout`)
    await signInInPlace(page, ann.email)
    await page.waitForURL('**/checkout')
    // One of its own and one of the guest's.
    await page.getByText('Fieldnotes, Single site × 2').waitFor()
    await page.getByText('Invoice Kit, Extended').waitFor()
    const form = buyerForm(page)
    expect(await form.getByLabel('Email').inputValue()).toBe(ann.email)
    await form.getByLabel('Country').selectOption('DE')
    await form.getByRole('button', { name: /continue to pay \$207\.00/i }).click()
    await page.waitForURL('**/c/pay/**')
    await payByCard(page, '4242 4242 4242 4242')
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await page.getByRole('link', { name: 'See it in your account' }).click()
    await page.waitForURL('**/account/orders/ord_**')
    await page.goto(`${stack.url}/cart`)
    await page.getByText('You bought what was in here').waitFor()
    await context.close()
  }, 90_000)

  it('claims a guest’s order where it is shown, with the address filled in', async () => {
    const { page, complaints, context } = await visitor()
    await fillCart(stack, page)
    await fillCheckout(stack, page, ann.email)
    await payByCard(page, '4242 4242 4242 4242')
    await page.getByRole('heading', { name: 'Keep it in an account' }).waitFor({ timeout: 20_000 })
    const claim = page.getByRole('region', { name: 'Keep it in an account' })
    expect(await claim.locator('#enter-email').inputValue()).toBe(ann.email)
    expect(await axeFindings(page)).toEqual([])
    await signInInPlace(page)
    await page.getByText('This order is in your account now.').waitFor()
    await page.getByRole('link', { name: 'See it in your account' }).click()
    await page.waitForURL('**/account/orders/ord_**')
    await page.goto(`${stack.url}/account/orders`)
    await page
      .getByRole('link', { name: /ord_|Invoice Kit/ })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)
})

describe('[BUY-1] a cart that changed under a page that is open', () => {
  it('is not charged at another quantity than the page showed, and goes on once that was seen', async () => {
    const { page, context } = await visitor()
    await fillCart(stack, page)
    await page.goto(`${stack.url}/checkout`)
    const form = buyerForm(page)
    await form.getByLabel('Email').fill('tabs@example.com')
    await form.getByLabel('Name', { exact: true }).fill('Two Tabs')
    await form.getByLabel('Country').selectOption('DE')
    const other = await context.newPage()
    await other.goto(`${stack.url}/cart`)
    await other.getByLabel(/Quantity: Fieldnotes/).fill('3')
    await other.getByRole('button', { name: /Update: Fieldnotes/ }).click()
    await other.getByText('3 × $29.00').waitFor()
    const before = await orders().countDocuments()
    await form.getByRole('button', { name: /continue to pay \$178\.00/i }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: /Something in your cart changed/ })
      .waitFor()
    expect(await orders().countDocuments()).toBe(before)
    expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('Two Tabs')
    await form.getByRole('button', { name: /continue to pay \$236\.00/i }).click()
    await page.waitForURL('**/c/pay/**')
    await context.close()
  }, 60_000)

  it('says by line what happened and what to do, on paper, in the dark and on a phone', async () => {
    for (const options of [{}, { theme: 'dark' as const }, { width: 360 }]) {
      await setPrice(2_900)
      const { page, complaints, context } = await visitor(options)
      await fillCart(stack, page)
      await setPrice(3_500)
      await collectionOf(stack.database, packageDocument).updateOne(
        { _id: shelf.extended._id },
        { $set: { active: false } },
      )
      await page.goto(`${stack.url}/checkout`)
      await page.waitForURL('**/cart?problem=cart_changed')
      await page.getByText('The price went from $29.00 to $35.00 since you added it.').waitFor()
      await page.getByText(/This package is not sold any more/).waitFor()
      expect(await page.getByRole('link', { name: /go to checkout/i }).count()).toBe(0)
      expect(await axeFindings(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
      await page.screenshot({
        path: `.cache/journeys/cart-changed-${JSON.stringify(options).replace(/\W/g, '')}.png`,
        fullPage: true,
      })
      await page.getByRole('button', { name: /Remove: Invoice Kit, Extended/ }).click()
      await page.getByRole('button', { name: /go on with the new prices/i }).click()
      await page.getByRole('link', { name: /go to checkout/i }).click()
      await page.getByRole('button', { name: /continue to pay \$35\.00/i }).waitFor()
      await collectionOf(stack.database, packageDocument).updateOne(
        { _id: shelf.extended._id },
        { $set: { active: true } },
      )
      expect(complaints).toEqual([])
      await context.close()
    }
    await setPrice(2_900)
  }, 90_000)

  it('keeps what a person had when another one signs in at the same browser', async () => {
    const { page, context } = await visitor()
    const bob = { name: 'Bob Fox', email: 'bob@example.com' }
    await register(stack, page, bob)
    await page.goto(`${stack.url}/p/northlight/fieldnotes`)
    await page
      .getByRole('button', { name: /add to cart/i })
      .first()
      .click()
    await page.waitForURL('**/cart')
    await page.goto(`${stack.url}/account/settings`)
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await page.waitForURL('**/sign-in**')
    await signIn(stack, page, ann)
    await page.waitForURL('**/account')
    await page.goto(`${stack.url}/cart`)
    expect(await cartLines(page)).not.toContain('Fieldnotes')
    await page.goto(`${stack.url}/account/settings`)
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await page.waitForURL('**/sign-in**')
    await signIn(stack, page, bob)
    await page.waitForURL('**/account')
    await page.goto(`${stack.url}/cart`)
    expect(await cartLines(page)).toContain('Fieldnotes')
    await context.close()
  }, 90_000)
})

describe('[BUY-4] [NOT-1] a payment that was declined and left', () => {
  it('comes back by mail in another browser, with the bank’s reason, and is paid; the mail can be stopped', async () => {
    const { page, context } = await visitor()
    const email = 'later@example.com'
    await fillCart(stack, page)
    await fillCheckout(stack, page, email)
    const sessionId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await payByCard(page, '4000 0000 0000 9995')
    await page.getByRole('alert').filter({ hasText: /funds/i }).waitFor()
    await context.close()
    await stack.simulator.stripe.checkout.sessions.expire(sessionId)
    const order = await until(() => orders().findOne({ 'checkout.sessionId': sessionId, status: 'failed' }))
    await collectionOf(stack.database, cartRecord).updateOne(
      { _id: order.cart ?? '' },
      { $set: { 'placed.at': addSeconds(new Date(), -5 * 3_600) } },
    )
    expect(await remindCarts(stack.database, { now: new Date(), hours: 4 })).toBe(1)
    const letter = await until(async () => (await stack.letters(email))[0])
    expect(letter.subject).toBe('Your payment did not go through')
    const { text } = await stack.letter(letter.id)
    const link = /https?:\/\/\S+\/recover\/\S+/.exec(text)?.[0] ?? ''
    const stop = /https?:\/\/\S+\/mail\/stop\/\S+/.exec(text)?.[0] ?? ''

    const phone = await visitor({ width: 360 })
    await phone.page.goto(link)
    await phone.page.getByText(/insufficient funds/i).waitFor()
    expect(await axeFindings(phone.page)).toEqual([])
    expect(await sidewaysScroll(phone.page)).toBe(0)
    await phone.page.screenshot({ path: '.cache/journeys/recover-360.png', fullPage: true })
    await phone.page.getByRole('button', { name: 'Go on with this cart' }).click()
    await phone.page.waitForURL('**/checkout')
    await phone.page.screenshot({ path: '.cache/journeys/checkout-360.png', fullPage: true })
    const form = buyerForm(phone.page)
    expect(await form.getByLabel('Email').inputValue()).toBe(email)
    await form.getByRole('button', { name: /continue to pay/i }).click()
    await phone.page.waitForURL('**/c/pay/**')
    await payByCard(phone.page, '4242 4242 4242 4242')
    await phone.page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await phone.page.goto(link)
    await phone.page.getByText('This was bought in the meantime').waitFor()

    await phone.page.goto(stop)
    await phone.page.getByText(`${email} gets no mails about carts any more`, { exact: false }).waitFor()
    expect(await axeFindings(phone.page)).toEqual([])
    await phone.page.getByRole('button', { name: 'Send them again' }).click()
    await phone.page.getByText('You get such mails again').waitFor()
    expect(phone.complaints).toEqual([])
    await phone.context.close()
    // The button of a mail program: from nowhere, without a cookie.
    const answer = await fetch(`${stop}/now`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(answer.status).toBe(204)
  }, 90_000)
})
