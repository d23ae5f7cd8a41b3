import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { fileRecord, releaseDocument } from '@/domain/catalog/records'
import { auditRecord } from '@/platform/audit'
import { collectionOf } from '@/platform/database'
import { until } from '../setup/process'
import { axeFindings, showOnFailure, startBrowser, type Visitor, visit } from './browser'
import { fillCart, fillCheckout, payByCard } from './buying'
import { register } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let folder: string
let shelf: Awaited<ReturnType<typeof stockShelf>>
let seller: Visitor
let buyer: Visitor
const chunkBytes = 8 * 1_048_576

beforeAll(async () => {
  stack = await startStack('release')
  shelf = await stockShelf(stack)
  browser = await startBrowser()
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-release-'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
}, 60_000)

const visitor = (): Promise<Visitor> => visit(browser, [stack.url, new URL(stack.simulator.url).origin])

/** Registers, and acts for the first seller of the shelf from then on. */
async function arriveAsSeller(): Promise<Visitor> {
  const arrived = await visitor()
  await register(stack, arrived.page, { name: 'Ada Maker', email: 'ada@example.com' })
  await stack.database.db
    .collection<{ _id: string }>('users')
    .updateOne(
      { email: 'ada@example.com' },
      { $set: { memberships: [{ id: 'm1', seller: shelf.acme._id, role: 'developer' }] } },
    )
  return arrived
}

/** Buys as a guest and registers with the same address. */
async function arriveAsBuyer(): Promise<Visitor> {
  const arrived = await visitor()
  const { page } = arrived
  await fillCart(stack, page)
  await fillCheckout(stack, page, 'robin@example.com')
  await payByCard(page, '4242 4242 4242 4242')
  await page
    .getByText(/^MINTREU-PACKAGE-/)
    .first()
    .waitFor({ timeout: 20_000 })
  await register(stack, page, { name: 'Robin Buyer', email: 'robin@example.com' })
  return arrived
}

/** A real archive that is somewhat more than three chunks long. */
async function makeArchive(name: string): Promise<{ place: string; sha256: string; bytes: number }> {
  const place = path.join(folder, name)
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('{"name":"acme-works/invoice-kit","version":"2.2.0"}'), 'composer.json')
  zip.addBuffer(randomBytes(3 * chunkBytes + 1_000_000), 'assets.bin', { compress: false })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(place))
  const bytes = await readFile(place)
  return { place, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const release = () => collectionOf(stack.database, releaseDocument).findOne({ version: '2.2.0' })

/** The part of the archive that a request carries, by its first byte. */
const offsetOf = (request: Request): number => Number(request.headers()['upload-offset'])

/** Notes what of the archive the server took, and lets `trouble` have its way with each part before it goes out. */
async function watchParts(page: Page, trouble: (offset: number) => Promise<'send' | 'cut' | 'hang'>) {
  const seen = { begun: 0, taken: [] as number[] }
  page.on('response', (answer) => {
    const request = answer.request()
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/uploads') seen.begun++
    if (request.method() === 'PATCH' && answer.status() === 204) seen.taken.push(offsetOf(request))
  })
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    const fate = await trouble(offsetOf(route.request()))
    if (fate === 'send') await route.continue()
    else if (fate === 'cut') await route.abort('connectionreset')
  })
  return seen
}

describe('[CAT-4] [ID-2] a seller’s release in the panel', () => {
  it('is made with an archive whose upload broke off three times and went on where it was', async () => {
    seller = await arriveAsSeller()
    const { page, context } = seller
    const archive = await makeArchive('invoice-kit-2.2.0.zip')
    await page.goto(`${stack.url}/admin/collections/releases/create`)
    await page.locator('#field-product').getByRole('combobox').click()
    await page.getByRole('option', { name: /Invoice Kit/ }).click()
    await page.locator('#field-version').fill('2.2.0')
    await page.locator('#field-notes').fill('Invoices in two currencies.')
    await page.getByText(/save the release first/i).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL('**/admin/collections/releases/rel_*')

    const status = page.locator('.panel-upload [role=status]')
    const troubles = new Set<number>()
    let isAway = false
    const seen = await watchParts(page, async (offset) => {
      if (troubles.has(offset) || offset === 0) return 'send'
      troubles.add(offset)
      // The connection is reset and there again at once; it is gone for a while; the browser is closed over it.
      if (offset === chunkBytes) return 'cut'
      if (offset === 2 * chunkBytes) {
        await context.setOffline(true)
        isAway = true
        return 'cut'
      }
      return 'hang'
    })
    await page.getByLabel(/upload an archive/i).setInputFiles(archive.place)
    await status.getByText(/broke off while invoice-kit-2\.2\.0\.zip/).waitFor()
    expect(isAway).toBe(true)
    expect(seen.taken).toEqual([0, chunkBytes])
    await context.setOffline(false)
    await until(async () => troubles.has(3 * chunkBytes))
    await page.reload()
    await page.getByLabel(/upload an archive/i).setInputFiles(archive.place)
    await status.getByText(/is uploaded. Save/).waitFor()
    expect(seen).toEqual({ begun: 1, taken: [0, chunkBytes, 2 * chunkBytes, 3 * chunkBytes] })
    const [file] = await collectionOf(stack.database, fileRecord).find({ bytes: archive.bytes }).toArray()
    expect(file).toMatchObject({ sha256: archive.sha256, state: 'stored' })
    expect(await axeFindings(page, '.panel-upload')).toEqual([])

    await page.getByRole('button', { name: 'Save' }).click()
    await until(async () => (await release())?.files.some((entry) => entry.file === file?._id))
    expect(await release()).toMatchObject({ status: 'uploaded' })
  }, 120_000)

  it('is published by its button: the storefront shows it and the customer downloads it', async () => {
    showOnFailure(seller.page, 'seller-')
    buyer = await arriveAsBuyer()
    await seller.page.reload()
    await seller.page.getByRole('button', { name: 'Publish' }).click()
    await until(async () => (await release())?.status === 'published')
    await seller.page.getByRole('button', { name: 'Withdraw' }).waitFor()
    await seller.page.getByText(/published release keeps its files/i).waitFor()

    const { page } = buyer
    await until(async () => {
      await page.goto(`${stack.url}/p/acme-works/invoice-kit`)
      return page.getByRole('heading', { name: '2.2.0' }).first().isVisible()
    })
    await openLicense(page)
    await page.getByText('Invoices in two currencies.').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /invoice-kit-2\.2\.0\.zip/ }).click()
    const bytes = await readFile(await (await download).path())
    const [file] = (await release())?.files ?? []
    const record = await collectionOf(stack.database, fileRecord).findOne({ _id: file?.file ?? '' })
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(record?.sha256)
  }, 120_000)

  it('is withdrawn with a reason: links that are out give nothing, and it is gone from every list', async () => {
    const { page, context } = buyer
    showOnFailure(page)
    showOnFailure(seller.page, 'seller-')
    await openLicense(page)
    const href = await page.getByRole('link', { name: /invoice-kit-2\.2\.0\.zip/ }).getAttribute('href')
    const redirect = await context.request.get(`${stack.url}${href}`, { maxRedirects: 0 })
    const link = redirect.headers().location ?? ''
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200)

    await seller.page.getByRole('button', { name: 'Withdraw' }).click()
    const dialog = seller.page.getByRole('dialog')
    await dialog.locator('textarea').fill('It deletes drafts')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await until(async () => (await release())?.status === 'withdrawn')
    expect(
      await collectionOf(stack.database, auditRecord).findOne({ act: 'release.withdraw' }),
    ).toMatchObject({ reason: 'It deletes drafts' })

    const refused = await fetch(link)
    expect(refused.status).toBe(404)
    expect(await refused.json()).toMatchObject({
      code: 'not_found',
      detail: 'There is no such file, or it is not yours.',
    })
    // The button of a page that was open all the time leads back to the page as it is now.
    await page.getByRole('link', { name: /invoice-kit-2\.2\.0\.zip/ }).click()
    await page.getByRole('heading', { name: '2.1.0' }).waitFor()
    await until(async () => (await page.getByText('2.2.0').count()) === 0)
    await until(async () => {
      await page.goto(`${stack.url}/p/acme-works/invoice-kit`)
      return (await page.getByText('2.2.0').count()) === 0
    })
    expect(seller.complaints).toEqual([])
    expect(buyer.complaints).toEqual([])
  }, 120_000)
})

describe('[ID-1] signing out of the panel', () => {
  it('ends the session, and the header of the site knows nobody any more', async () => {
    const { page, context } = seller
    showOnFailure(page)
    const named = async (name: string) => (await context.cookies()).find((cookie) => cookie.name === name)
    await page.goto(`${stack.url}/admin/logout`)
    await page.waitForURL('**/account/settings')
    const session = (await named('payload-token'))?.value
    expect((await named('mintreu_name'))?.value).toBe('Ada')
    await page.goto(`${stack.url}/admin`)
    await page
      .getByRole('button', { name: /open menu/i })
      .first()
      .click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in?**')
    expect(await named('payload-token')).toBeUndefined()
    expect(await named('mintreu_name')).toBeUndefined()
    await page.goto(stack.url)
    expect(await page.locator('html').getAttribute('data-session')).not.toBe('in')
    const me = await fetch(`${stack.url}/api/users/me`, { headers: { cookie: `payload-token=${session}` } })
    expect(await me.json()).toMatchObject({ user: null })
    expect(seller.complaints).toEqual([])
  }, 30_000)
})

async function openLicense(page: Page): Promise<void> {
  await page.goto(`${stack.url}/account/licenses`)
  await page.getByRole('link', { name: /Invoice Kit/ }).click()
  await page.waitForURL('**/account/licenses/lic_*')
}
