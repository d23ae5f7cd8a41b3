import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { releaseDocument } from '@/domain/catalog/records'
import { licenseRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { checkBooks } from '@/domain/orders/checkBooks'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { until } from '../setup/process'
import { axeFindings, startBrowser, type Visitor, visit } from './browser'
import { buyerForm, fillCart, fillCheckout, payByCard } from './buying'
import { register, signIn } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let shelf: Awaited<ReturnType<typeof stockShelf>>
const robin = { name: 'Robin Buyer', email: 'robin@example.com' }

beforeAll(async () => {
  stack = await startStack('first_sale')
  shelf = await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const visitor = (options: Parameters<typeof visit>[2] = {}): Promise<Visitor> =>
  visit(browser, [stack.url, new URL(stack.simulator.url).origin], options)

describe('[BUY-1] [BUY-2] [BUY-3] the first sale in a browser', () => {
  it('goes from the product to keys, files, invoice and mail, over two sellers, as a guest', async () => {
    const { page, complaints, context } = await visitor()
    await page.goto(stack.url)
    await page.getByRole('searchbox').first().fill('invoice')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search**')
    await page
      .getByRole('link', { name: /Invoice Kit/ })
      .first()
      .click()
    await page.waitForURL('**/p/acme-works/invoice-kit')
    await fillCart(stack, page)
    await fillCheckout(stack, page, 'robin@example.com')
    await payByCard(page, '4242 4242 4242 4242')
    await page.waitForURL('**/order/**')
    await page
      .getByText(/^MINTREU-PACKAGE-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await page.getByRole('link', { name: /invoice .*pdf/i }).waitFor({ timeout: 20_000 })
    const shown = await page
      .getByText(/^MINTREU-PACKAGE-/)
      .first()
      .textContent()
    const key = (shown ?? '').replace(/\s/g, '')

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /invoice-kit-2\.1\.0\.zip/ }).click()
    const file = await readFile(await (await download).path())
    expect(createHash('sha256').update(file).digest('hex')).toBe(shelf.file.sha256)

    const invoice = await page.getByRole('link', { name: /invoice .*pdf/i }).getAttribute('href')
    const pdf = await context.request.get(new URL(invoice ?? '', stack.url).toString())
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

    const [letter] = await until(async () => {
      const letters = await stack.letters('robin@example.com')
      return letters.length > 0 && letters
    })
    const { html, text } = await stack.letter(letter?.id ?? '')
    expect(html).toContain(key)
    expect(text).toContain(key)

    const verdict = await (
      await fetch(`${stack.url}/api/v1/license/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          key,
          product: 'acme-works/invoice-kit',
          domain: 'shop.example.com',
          nonce: 'n1',
        }),
      })
    ).json()
    expect(verdict).toMatchObject({ valid: true, code: 'VALID', nonce: 'n1' })
    const jwks = createLocalJWKSet(await (await fetch(`${stack.url}/.well-known/jwks.json`)).json())
    const proof = await jwtVerify(verdict.token, jwks, {
      audience: 'acme-works/invoice-kit',
      algorithms: ['EdDSA'],
    })
    expect(proof.payload).toMatchObject({ valid: true, code: 'VALID' })

    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  it('survives a decline with everything kept and the reason shown, then another card', async () => {
    const { page, context } = await visitor()
    await fillCart(stack, page)
    await fillCheckout(stack, page, 'second@example.com')
    await payByCard(page, '4000 0000 0000 9995')
    await page.getByRole('alert').filter({ hasText: /funds/i }).waitFor()
    await until(() => collectionOf(stack.database, orderDocument).findOne({ declineReason: /funds/ }))
    await page
      .getByRole('link', { name: /back|cancel|return/i })
      .first()
      .click()
    await page.waitForURL('**/checkout')
    await page.getByText(/you were not charged/i).waitFor()
    expect(await page.getByText(/insufficient funds/i).count()).toBeGreaterThan(0)
    expect(await buyerForm(page).getByLabel('Email').inputValue()).toBe('second@example.com')
    expect(await buyerForm(page).getByLabel('Name', { exact: true }).inputValue()).toBe('Robin Buyer')
    await page.getByRole('button', { name: /continue to pay/i }).click()
    await page.waitForURL('**/c/pay/**')
    await payByCard(page, '4242 4242 4242 4242')
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await context.close()
  }, 90_000)

  it('passes 3-D Secure', async () => {
    const { page, context } = await visitor()
    await fillCart(stack, page)
    await fillCheckout(stack, page, 'third@example.com')
    await payByCard(page, '4000 0027 6000 3184')
    await page.getByRole('button', { name: /complete/i }).click()
    await page
      .getByText(/^MINTREU-/)
      .first()
      .waitFor({ timeout: 20_000 })
    await context.close()
  }, 90_000)

  it('leaves books that are right and nothing in the queues', async () => {
    expect(await checkBooks(stack.database)).toEqual([])
  })
})

describe('[ID-1] [BUY-2] the guest comes back', () => {
  it('registers with the same address, proves it, and owns the order', async () => {
    const { page, context } = await visitor()
    await register(stack, page, robin)
    await page.goto(`${stack.url}/account/orders`)
    await page
      .getByRole('link', { name: /Invoice Kit|ord_/ })
      .first()
      .waitFor()
    await context.close()
  }, 60_000)
})

describe('[BUY-10] [LIC-3] [DL-1] staff give the money back in the panel', () => {
  it('and the license is refunded, nothing downloads, the credit note is mailed, the books are right', async () => {
    const { database } = stack
    await database.db
      .collection<{ _id: string }>('users')
      .updateOne({ email: 'robin@example.com' }, { $set: { roles: ['customer', 'support'] } })
    const order = await collectionOf(database, orderDocument).findOne(
      { status: 'completed' },
      { sort: { createdAt: 1 } },
    )
    const license = await collectionOf(database, licenseRecord).findOne({
      order: order?._id ?? '',
      type: 'package',
    })
    if (!order || !license) throw new Error('the first sale left an order and a license')
    const link = await createDownloadLink({
      database,
      licenseId: license._id,
      releaseId:
        (await collectionOf(database, releaseDocument).findOne({ product: license.product }))?._id ?? '',
      fileId: shelf.file._id,
      customerId: license.customer,
      via: 'account',
      now: new Date(),
    })
    expect((await fetch(`${stack.url}${link.url}`)).status).toBe(200)

    const { page, complaints, context } = await visitor()
    await signIn(stack, page, robin)
    await page.waitForURL('**/admin**')
    await page.goto(`${stack.url}/admin/collections/orders/${order._id}`)
    await page.getByRole('button', { name: 'Refund' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/everything is refunded/i).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await dialog.locator('textarea').fill('The buyer asked within the policy')
    await dialog.getByRole('button', { name: /^refund/i }).click()
    await until(() => collectionOf(database, orderDocument).findOne({ _id: order._id, status: 'refunded' }))

    const answer = await fetch(`${stack.url}/api/v1/license/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: keyText(license), product: 'acme-works/invoice-kit' }),
    })
    expect(await answer.json()).toMatchObject({ valid: false, code: 'REFUNDED' })
    const refused = await fetch(`${stack.url}${link.url}`)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'license_inactive' })
    await until(async () =>
      (await stack.letters('robin@example.com')).some(({ subject }) => /refund/i.test(subject)),
    )
    await page.goto(`${stack.url}/admin/collections/orders/${order._id}/timeline`)
    await page
      .getByText(/refund/i)
      .first()
      .waitFor()
    expect(await checkBooks(database)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  }, 90_000)

  for (const theme of ['light', 'dark'] as const)
    it(`and axe finds nothing on the order's views, ${theme}`, async () => {
      const { page, complaints, context } = await visitor({ theme })
      await signIn(stack, page, robin)
      await page.waitForURL('**/admin**')
      const order = await collectionOf(stack.database, orderDocument).findOne({ status: 'refunded' })
      await page.goto(`${stack.url}/admin/collections/orders/${order?._id}/timeline`)
      await page.getByRole('heading', { name: 'Timeline' }).waitFor()
      expect(await axeFindings(page, '.panel-timeline')).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    }, 60_000)
})
