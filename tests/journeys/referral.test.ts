import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { affiliateClickRecord, affiliateDocument, commissionRecord } from '@/domain/affiliates/records'
import { readReferrals } from '@/domain/affiliates/referralCookie'
import { checkBooks } from '@/domain/orders/checkBooks'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { makeAffiliate } from '../setup/affiliates'
import { until } from '../setup/process'
import { axeFindings, sidewaysScroll, startBrowser, visit } from './browser'
import { fillCart, fillCheckout, payByCard } from './buying'
import { register, signIn } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

const robin = { name: 'Robin Promoter', email: 'robin@example.com' }
const dana = { name: 'Dana Desk', email: 'dana@example.com' }

let stack: Stack
let browser: Browser
let blog: { url: string; server: Server }

beforeAll(async () => {
  stack = await startStack('referral')
  await stockShelf(stack)
  browser = await startBrowser()
  blog = await startBlog()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  blog?.server.close()
  await stack?.stop()
}, 60_000)

const visitor = (width = 1280) =>
  visit(browser, [stack.url, blog.url, new URL(stack.simulator.url).origin], { width })

/** Somebody else's site: a page that recommends, and one that makes browsers open the link behind their owners' backs. */
async function startBlog() {
  const link = (code: string) => `${stack.url}/r/${code}?to=/p/acme-works/invoice-kit`
  const pages: Record<string, string> = {
    '/recommends': `<a href="${link('robin')}">by robin</a> <a href="${link('older')}">by older</a>`,
    '/stuffs': `
      <img src="${link('robin')}"><iframe src="${link('robin')}"></iframe><script src="${link('robin')}"></script>
      <link rel="prefetch" href="${link('robin')}"><link rel="stylesheet" href="${link('robin')}">
      <form method="post" action="${link('robin')}" target="posted"></form><iframe name="posted"></iframe>
      <script>
        fetch('${link('robin')}', { mode: 'no-cors', credentials: 'include' }).catch(() => {})
        navigator.sendBeacon('${link('robin')}')
        document.forms[0].submit()
      </script>`,
  }
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>A blog</title>${pages[request.url ?? ''] ?? ''}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const cookieOf = async (context: BrowserContext) =>
  (await context.cookies(stack.url)).find(({ name }) => name === 'mintreu_referral')

const remembered = async (context: BrowserContext) =>
  readReferrals((await cookieOf(context))?.value).map(({ affiliate }) => affiliate)

async function follow(page: Page, code: string) {
  await page.goto(`${blog.url}/recommends`)
  await page.getByRole('link', { name: `by ${code}` }).click()
  await page.waitForURL('**/p/acme-works/invoice-kit')
}

const commissions = () => collectionOf(stack.database, commissionRecord).find().toArray()

describe('[AFF-1] becoming an affiliate', () => {
  it('takes an application with the terms, a yes of support, and gives a link', async () => {
    const { page, complaints, context } = await visitor(390)
    await register(stack, page, robin)
    await page.goto(`${stack.url}/account/affiliate`)
    await page.getByLabel('Code').fill('robin')
    await page.getByLabel('How you will promote').fill('I write about tools like these every week.')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('Accept the terms to apply.').waitFor()
    expect(await page.getByLabel('Code').inputValue()).toBe('robin')
    await page.getByLabel('I accept these terms').check()
    expect(await axeFindings(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText(/with the code robin/).waitFor()

    const staff = await visitor()
    await register(stack, staff.page, dana)
    await stack.database.db
      .collection<{ _id: string }>('users')
      .updateOne({ email: dana.email }, { $set: { roles: ['customer', 'support', 'finance'] } })
    await staff.context.clearCookies()
    await signIn(stack, staff.page, dana)
    await staff.page.waitForURL('**/admin**')
    const affiliate = await collectionOf(stack.database, affiliateDocument).findOne({ code: 'robin' })
    await staff.page.goto(`${stack.url}/admin/collections/affiliates/${affiliate?._id}`)
    await staff.page.getByRole('button', { name: 'Approve' }).click()
    await staff.page.getByRole('button', { name: 'Pause' }).waitFor()
    await staff.context.close()

    const letter = await until(async () =>
      (await stack.letters(robin.email)).find(({ subject }) => /affiliate now/.test(subject)),
    )
    expect((await stack.letter(letter.id)).text).toContain(`${stack.url}/r/robin`)
    await page.goto(`${stack.url}/account/affiliate`)
    await page.getByText(`${stack.url}/r/robin`, { exact: true }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)
})

describe('[AFF-2] [AFF-3] a referral in a browser', () => {
  it('is not remembered for pictures, frames, scripts, prefetches, fetches, beacons and posts of another site', async () => {
    const { page, context } = await visitor()
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/r/robin')) asked.push(`${request.method()} ${request.resourceType()}`)
    })
    await page.goto(`${blog.url}/stuffs`, { waitUntil: 'networkidle' })
    expect(asked.length, asked.join(', ')).toBeGreaterThanOrEqual(6)
    expect(asked.some((one) => one.startsWith('POST'))).toBe(true)
    expect(await cookieOf(context)).toBeUndefined()
    await until(() => collectionOf(stack.database, affiliateClickRecord).findOne({ verdict: 'embedded' }))
    expect(
      await collectionOf(stack.database, affiliateClickRecord).countDocuments({
        verdict: { $ne: 'embedded' },
      }),
    ).toBe(0)
    await context.close()
  }, 60_000)

  it('earns the newest affiliate on a guest’s purchase, and is taken back with its refund', async () => {
    const older = await makeAffiliate(stack.database, { code: 'older' })
    const own = await collectionOf(stack.database, affiliateDocument).findOne({ code: 'robin' })
    const { page, complaints, context } = await visitor()
    await follow(page, 'older')
    expect(await remembered(context)).toEqual([older._id])
    expect(await cookieOf(context)).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    // A click is as exact as a second.
    await page.waitForTimeout(1_100)
    await follow(page, 'robin')
    expect(await remembered(context)).toEqual([own?._id, older._id])
    await fillCart(stack, page)
    await fillCheckout(stack, page, 'buyer@example.com')
    await payByCard(page, '4242 4242 4242 4242')
    await page.waitForURL('**/order/**')
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    expect(complaints).toEqual([])
    await context.close()
    const booked = await commissions()
    expect(booked.map(({ affiliate }) => affiliate)).toEqual([own?._id, own?._id])
    expect(booked.map(({ amountMinor }) => amountMinor).toSorted()).toEqual([1_490, 290])

    const promoter = await visitor()
    await signIn(stack, promoter.page, robin)
    await promoter.page.waitForURL('**/account')
    await promoter.page.goto(`${stack.url}/account/affiliate`)
    await promoter.page.getByText('$17.80').waitFor()
    await promoter.context.close()

    const staff = await visitor()
    await signIn(stack, staff.page, dana)
    await staff.page.waitForURL('**/admin**')
    await staff.page.goto(`${stack.url}/admin/collections/order-items/${booked[0]?.orderItem}`)
    await staff.page.getByText('Affiliate commission').first().waitFor()
    const order = await collectionOf(stack.database, orderDocument).findOne({ status: 'completed' })
    await staff.page.goto(`${stack.url}/admin/collections/orders/${order?._id}`)
    await staff.page.getByRole('button', { name: 'Refund' }).first().click()
    const dialog = staff.page.getByRole('dialog')
    await dialog.getByText('Affiliates give back').waitFor()
    await dialog.locator('textarea').fill('The buyer asked within the policy')
    await dialog.getByRole('button', { name: /^refund/i }).click()
    await dialog.waitFor({ state: 'hidden' })
    await until(async () => (await commissions()).every(({ status }) => status === 'reversed'))
    await staff.context.close()
    expect(await checkBooks(stack.database)).toEqual([])
  }, 120_000)

  it('of a forged cookie earns nobody anything', async () => {
    const { page, context } = await visitor()
    const forged = Buffer.from(
      JSON.stringify({ clicks: [{ a: 'aff_x', c: 'clk_x', t: 1, u: 9_999_999_999 }] }),
    ).toString('base64url')
    await context.addCookies([
      { name: 'mintreu_referral', value: `eyJhbGciOiJub25lIn0.${forged}.`, url: stack.url },
    ])
    await fillCart(stack, page)
    await fillCheckout(stack, page, 'third@example.com')
    await payByCard(page, '4242 4242 4242 4242')
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    expect(await commissions()).toHaveLength(2)
    await context.close()
  }, 60_000)
})
