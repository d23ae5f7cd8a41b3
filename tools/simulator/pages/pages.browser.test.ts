import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionParams, type TestSimulator, testSimulator } from '../testing/harness'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
}, 30_000)

afterAll(() => browser.close())

type View = { colorScheme: 'dark' | 'light'; width: number }

async function openPage(simulator: TestSimulator, view: View, javaScriptEnabled = true): Promise<Page> {
  // The address of the shop answers here too, so that a redirect to it is a page.
  const success_url = `${simulator.url}/healthz?session={CHECKOUT_SESSION_ID}`
  const name = 'A package with a name that is long enough to need more than one line on a small screen'
  const price_data = { currency: 'usd', unit_amount: 4900, product_data: { name } }
  const lines = sessionParams().line_items ?? []
  const session = await simulator.stripe.checkout.sessions.create(
    sessionParams({
      success_url,
      customer_email: undefined,
      line_items: [...lines, { quantity: 12, price_data }],
    }),
  )
  const context = await browser.newContext({
    colorScheme: view.colorScheme,
    javaScriptEnabled,
    viewport: { width: view.width, height: 800 },
    // With scripts on, axe must get in; with scripts off, the page's own policy holds.
    bypassCSP: javaScriptEnabled,
  })
  const page = await context.newPage()
  await page.goto(String(session.url))
  return page
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe })
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as typeof globalThis & {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations: found } = await checker.run()
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  })
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent)

describe('the hosted page in a browser [BUY-3]', { timeout: 60_000 }, () => {
  test.each<View>([
    { colorScheme: 'light', width: 360 },
    { colorScheme: 'dark', width: 360 },
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
  ])('axe finds nothing and nothing scrolls sideways: %j', async (view) => {
    const simulator = await testSimulator()
    const page = await openPage(simulator, view)
    const look = async () => {
      expect(await violations(page)).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    }
    await look()
    await page.getByLabel('Email').fill('anna@example.com')
    await page.getByRole('button', { name: /Insufficient funds/ }).click()
    await page.getByLabel('Name on card').fill('Anna Buyer')
    await page.getByRole('button', { name: /^Pay/ }).click()
    await page.getByText('Your card has insufficient funds.').waitFor()
    await look()
    await page.getByRole('button', { name: /always asked/ }).click()
    await page.getByRole('button', { name: /^Pay/ }).click()
    await page.getByRole('heading', { name: /3-D Secure/ }).waitFor()
    await look()
    await page.getByRole('button', { name: 'Complete authentication' }).click()
    await page.waitForURL(/healthz\?session=cs_test_/)
    await page.goto(`${simulator.url}/`)
    await page.getByText('checkout.session.completed').waitFor()
    await look()
    await page.context().close()
  })

  test('a purchase by keyboard alone, without scripts of ours, declined once', async () => {
    const simulator = await testSimulator()
    const page = await openPage(simulator, { colorScheme: 'light', width: 800 })
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const type = async (label: string, text: string) => {
      expect(await focused(page)).toBe(label)
      await page.keyboard.type(text)
      await press('Tab')
    }
    await press('Tab')
    expect(await focused(page)).toBe('Back to the shop without paying')
    await press('Tab')
    await type('email', 'anna@example.com')
    await type('card', '4000000000000002')
    await type('expiry', '1234')
    await type('cvc', '123')
    await type('name', 'Anna Buyer')
    await press('Enter')
    await page.getByText('Your card was declined.').waitFor()
    expect(await focused(page)).toBe('problem')
    await press('Tab', 'Tab')
    await type('card', '4242424242424242')
    await press('Tab')
    await page.keyboard.type('123')
    await press('Enter')
    await page.waitForURL(/healthz\?session=cs_test_/)
    await page.context().close()
  })

  test('the page pays with JavaScript switched off, in its own style under its own policy', async () => {
    const simulator = await testSimulator()
    const page = await openPage(simulator, { colorScheme: 'light', width: 800 }, false)
    const banner = page.getByText('no real money moves')
    expect(await banner.evaluate((element) => getComputedStyle(element).textAlign)).toBe('center')
    await page.getByLabel('Email').fill('anna@example.com')
    await page.getByLabel('Name on card').fill('Anna Buyer')
    await page.getByRole('button', { name: /^Succeeds/ }).click()
    await page.getByRole('button', { name: /^Pay/ }).click()
    await page.waitForURL(/healthz\?session=cs_test_/)
    await page.context().close()
  })
})
