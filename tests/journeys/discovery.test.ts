import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings, sidewaysScroll, startBrowser, visit } from './browser'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser

beforeAll(async () => {
  stack = await startStack('discovery')
  await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to' })
/** The boot script has run and React has taken over the header. */
const openPalette = async (page: Page) => {
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Control+k')
        return palette(page).isVisible()
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe(true)
}

describe('[CAT-6] web, when it has begun', () => {
  it('has its catalog thread up before anybody asked for a page', async () => {
    const answer = await fetch(`${stack.env.WEB_URL}/internal/metrics`, {
      headers: { authorization: `Bearer ${stack.env.METRICS_TOKEN}` },
    })
    expect(await answer.text()).toMatch(/^mintreu_catalog_thread_up 1$/m)
  })
})

describe('[CAT-6] the command palette', () => {
  it('leads to a product by keyboard alone, gives the focus back, and remembers on the device only', async () => {
    const { page, complaints, context } = await visit(browser, [stack.url])
    await page.goto(stack.url)
    await openPalette(page)
    await page.keyboard.press('Escape')
    await palette(page).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-haspopup'))).toBe('dialog')
    await openPalette(page)
    await page.keyboard.type('invo')
    await page.getByRole('option', { name: /Invoice Kit/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    const field = page.getByRole('combobox', { name: /product, subject/i })
    const active = await field.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/p/acme-works/invoice-kit')
    await openPalette(page)
    await page.getByRole('option', { name: 'invo', exact: true }).waitFor()
    expect(await context.cookies()).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('says that it cannot suggest where the network fails, and Enter still searches', async () => {
    const { page, context } = await visit(browser, [stack.url])
    await page.route('**/search/suggest*', (route) => route.abort())
    await page.goto(stack.url)
    await openPalette(page)
    await page.keyboard.type('theme')
    await page.getByText(/no suggestions at the moment/i).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=theme')
    await context.close()
  }, 60_000)
})

describe('[CAT-6] my stack', () => {
  it('marks what does not fit in words, on every page and after the back button, until it is forgotten', async () => {
    const { page, complaints, context } = await visit(browser, [stack.url])
    await page.goto(`${stack.url}/browse`)
    const note = page.getByText('Needs PHP 8.2 or later')
    expect(await note.isVisible()).toBe(false)
    const form = page.getByRole('form', { name: 'My stack' })
    const kept = () => page.evaluate(() => document.documentElement.dataset.php)
    await expect
      .poll(
        async () => {
          await form.getByLabel('PHP').selectOption('')
          await form.getByLabel('PHP').selectOption('8.1')
          return kept()
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBe('8.1')
    expect(await note.isVisible()).toBe(true)
    await page.goto(`${stack.url}/p/acme-works/invoice-kit`)
    expect(await page.getByRole('main').getByText('Needs PHP 8.2 or later').first().isVisible()).toBe(true)
    await page.goBack()
    await expect.poll(() => form.getByLabel('PHP').inputValue(), { timeout: 20_000 }).toBe('8.1')
    await form.getByRole('button', { name: 'Show only what fits' }).click()
    await page.waitForURL(/php=8\.1/)
    expect(await page.getByRole('heading', { name: 'Invoice Kit' }).count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'Fieldnotes' }).count()).toBe(1)
    await expect
      .poll(
        async () => {
          await form.getByRole('button', { name: 'Forget my stack' }).click({ force: true })
          return kept()
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBeUndefined()
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)
})

describe('the new states', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 360])
      it(`are clean for axe and do not scroll sideways: ${theme}, ${width} px`, async () => {
        const { page, complaints, context } = await visit(browser, [stack.url], { theme, width })
        await page.addInitScript(() => localStorage.setItem('mintreu.php', '8.1'))
        const findings: string[] = []
        const look = async (name: string) => {
          for (const finding of await axeFindings(page)) findings.push(`${name} ${finding}`)
          const wide = await sidewaysScroll(page)
          if (wide > 0) findings.push(`${name} is ${wide} px too wide`)
        }
        for (const route of ['/', '/browse', '/c/billing', '/p/acme-works/invoice-kit']) {
          await page.goto(`${stack.url}${route}`)
          await look(`${route} with a stack`)
        }
        await openPalette(page)
        await page.getByRole('option', { name: /cart/i }).waitFor()
        await look('palette')
        await page.keyboard.type('invoice')
        await page.getByRole('option', { name: /Invoice Kit/ }).waitFor()
        await page.keyboard.press('ArrowDown')
        await look('palette with findings')
        await page.keyboard.type('zzzzzz')
        await page.getByText(/nothing has this name/i).waitFor()
        await look('palette without findings')
        expect(findings).toEqual([])
        expect(complaints).toEqual([])
        await context.close()
      }, 120_000)
})
