import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings, sidewaysScroll, startBrowser, visit } from './browser'
import { buyerForm } from './buying'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser

beforeAll(async () => {
  stack = await startStack('pages')
  await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const origins = () => [stack.url, new URL(stack.simulator.url).origin]

const publicPages = [
  '/',
  '/browse',
  '/c/billing',
  '/search?q=invoice',
  '/search?q=nothinglikethis',
  '/p/acme-works/invoice-kit',
  '/s/acme-works',
  '/licenses-explained',
  '/cart',
  '/sign-in',
  '/register',
  '/forgot-password',
]

async function addToCart(page: Page, handle: string): Promise<void> {
  await page.goto(`${stack.url}/p/${handle}`)
  await page
    .getByRole('button', { name: /add to cart/i })
    .first()
    .click()
  await page.waitForURL('**/cart')
}

describe('every page of the site', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 360])
      it(`is clean for axe, loads nothing from outside and does not scroll sideways: ${theme}, ${width} px`, async () => {
        const { page, complaints, context } = await visit(browser, origins(), { theme, width })
        const findings: string[] = []
        const look = async (name: string) => {
          for (const finding of await axeFindings(page)) findings.push(`${name} ${finding}`)
          const wide = await sidewaysScroll(page)
          if (wide > 0) findings.push(`${name} is ${wide} px too wide`)
        }
        for (const route of publicPages) {
          await page.goto(`${stack.url}${route}`)
          await look(route)
        }
        await addToCart(page, 'acme-works/invoice-kit')
        await look('/cart with a line')
        await page.goto(`${stack.url}/checkout`)
        await look('/checkout')
        await page.getByRole('button', { name: /continue to pay/i }).click()
        await page.getByText(/enter an address/i).waitFor()
        await page.getByRole('button', { name: /continue to pay/i, disabled: false }).waitFor()
        await look('/checkout with errors')
        expect(findings).toEqual([])
        expect(complaints).toEqual([])
        await context.close()
      }, 120_000)
})

describe('[CAT-6] without scripts', () => {
  it('the catalog and a product can be read, and a package goes into the cart', async () => {
    const { page, context } = await visit(browser, origins(), { javaScript: false })
    await page.goto(stack.url)
    await page
      .getByRole('link', { name: /Invoice Kit/ })
      .first()
      .click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Invoice Kit')
    await page
      .getByRole('button', { name: /add to cart/i })
      .first()
      .click()
    expect(await page.getByRole('heading', { name: 'Invoice Kit' }).count()).toBe(1)
    await page
      .getByRole('link', { name: /checkout/i })
      .first()
      .click()
    expect(await buyerForm(page).getByLabel('Email').isVisible()).toBe(true)
    await context.close()
  }, 60_000)

  it('checkout keeps what was typed when something is missing', async () => {
    const { page, context } = await visit(browser, origins(), { javaScript: false })
    await addToCart(page, 'acme-works/invoice-kit')
    await page.goto(`${stack.url}/checkout`)
    await buyerForm(page).getByLabel('Email').fill('nojs@example.com')
    await page.getByRole('button', { name: /continue to pay/i }).click()
    expect(await buyerForm(page).getByLabel('Email').inputValue()).toBe('nojs@example.com')
    expect(await page.getByText(/enter your name/i).count()).toBeGreaterThan(0)
    await context.close()
  }, 60_000)
})

describe('[BUY-3] by keyboard alone', () => {
  it('one searches, chooses, fills the cart and pays', async () => {
    const { page, context } = await visit(browser, origins())
    await page.goto(stack.url)
    await page.keyboard.press('/')
    await page.keyboard.type('invoice')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search**')
    await tabTo(page, /Invoice Kit/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/p/acme-works/invoice-kit')
    await tabTo(page, /add to cart/i)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/cart')
    await tabTo(page, /go to checkout/i)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/checkout')
    for (const text of ['keys@example.com', 'Keyboard Buyer', 'Germany']) {
      await tabToField(page)
      await page.keyboard.type(text)
    }
    await tabTo(page, /continue to pay/i)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/c/pay/**')
    for (const text of ['4242424242424242', '1234', '123', 'Keyboard Buyer']) {
      await tabToField(page)
      await page.keyboard.type(text)
    }
    await page.keyboard.press('Enter')
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await context.close()
  }, 90_000)
})

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    return {
      tag: element?.tagName ?? '',
      words: `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`,
    }
  })

/** Presses Tab until the focus is on what is called so; a keyboard trap or a missing stop fails. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const { tag, words } = await focused(page)
    if ((tag === 'A' || tag === 'BUTTON') && name.test(words)) return
  }
  throw new Error(`no way to ${name} by Tab`)
}

async function tabToField(page: Page): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const field = await page.evaluate(() => {
      const element = document.activeElement
      if (element instanceof HTMLSelectElement) return true
      return element instanceof HTMLInputElement && element.type !== 'hidden' && element.type !== 'search'
    })
    if (field) return
  }
  throw new Error('no field to reach by Tab')
}
