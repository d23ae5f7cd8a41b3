import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFailed } from 'vitest'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The Chromium of this machine: CHROMIUM_PATH, the usual places, else Playwright's own download. */
export function chromiumPath(): string {
  const found = [process.env.CHROMIUM_PATH, ...usual, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  )
  if (!found) throw new Error('The journeys need a Chromium: install one, or set CHROMIUM_PATH to it.')
  return found
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
  })

export interface Visitor {
  context: BrowserContext
  page: Page
  /** Requests to other origins than the product's, errors of pages: empty at the end of a good visit. */
  complaints: string[]
}

/** A fresh browser profile that notes everything it should not see. */
export async function visit(
  browser: Browser,
  origins: readonly string[],
  options: { theme?: 'light' | 'dark'; width?: number; javaScript?: boolean } = {},
): Promise<Visitor> {
  const { theme = 'light', width = 1280, javaScript = true } = options
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  showOnFailure(page)
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !origins.includes(url.origin))
      complaints.push(`loaded ${request.url()} from outside`)
  })
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|hydrat/i.test(message.text()))
      complaints.push(message.text())
  })
  return { context, page, complaints }
}

/**
 * What a person would have seen, for whoever reads the failure of the running test: .cache/journeys/. A visit does this
 * for the test that it begins in; later tests that go on with its page say it themselves.
 */
export function showOnFailure(page: Page, who = ''): void {
  onTestFailed(async ({ task }) => {
    const name = `${who}${task.name}`.replace(/\W+/g, '-').slice(0, 60)
    await page.screenshot({ path: `.cache/journeys/${name}.png`, fullPage: true }).catch(() => undefined)
  })
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
let axe: string | undefined

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; html: string }[] }[]
}

/**
 * What axe finds on the page as it is now: rule and element; empty when it is clean.
 * @param within a selector, where the rest of the page is not ours (the panel's own frame).
 */
export async function axeFindings(page: Page, within?: string): Promise<string[]> {
  axe ??= await readFile(axePath, 'utf8')
  const { violations } = await page.evaluate<AxeResult>(
    `${axe};axe.run(${within ? JSON.stringify({ include: [within] }) : 'document'}, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})`,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, html }) => `${id}: ${JSON.stringify(target)} ${html.slice(0, 160)}`),
  )
}

/** How many pixels the page is wider than its window; 0: no sideways scroll. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
