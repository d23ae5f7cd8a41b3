import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateWords } from '@/app/_components/DateTime'
import { customerDocument, userDocument } from '@/domain/accounts/records'
import { packageDocument } from '@/domain/catalog/records'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { checkBooks } from '@/domain/orders/checkBooks'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays, addMonths } from '@/platform/time'
import { issuedLicense } from '../setup/licenseFixtures'
import { until } from '../setup/process'
import { axeFindings, showOnFailure, sidewaysScroll, startBrowser, type Visitor, visit } from './browser'
import { payByCard } from './buying'
import { register } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

const robin = { name: 'Robin Buyer', email: 'robin@example.com' }
const end = addDays(new Date(), 12)
let stack: Stack
let browser: Browser
let owner: Visitor
let license: License
let packageId: string
let shelf: Awaited<ReturnType<typeof stockShelf>>

beforeAll(async () => {
  stack = await startStack('renewal')
  shelf = await stockShelf(stack)
  packageId = shelf.extended._id
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** Robin registers and has a year's license, of a package that is for sale, which ends in twelve days. */
async function arrive(): Promise<Visitor> {
  const owner = await visit(browser, [stack.url, new URL(stack.simulator.url).origin])
  await register(stack, owner.page, robin)
  const user = await collectionOf(stack.database, userDocument).findOne({ email: robin.email })
  const customer = newId('cus')
  await collectionOf(stack.database, customerDocument).insertOne({
    _id: customer,
    email: robin.email,
    user: user?._id ?? '',
    createdAt: new Date(),
  })
  const of = { seller: shelf.acme._id, product: shelf.invoices._id, package: packageId }
  const names = { handle: 'acme-works/invoice-kit', productName: 'Invoice Kit', packageName: 'Extended' }
  const ends = { expiresAt: end, updatesUntil: end, supportUntil: end }
  const terms = { term: 'annual' as const, updateMonths: null, supportMonths: null, graceDays: 7 }
  license = (
    await issuedLicense(stack.database, { ...of, ...names, terms }, { change: { customer, ...ends } })
  ).license
  return owner
}

const stored = () => collectionOf(stack.database, licenseRecord).findOne({ _id: license._id })

describe('[BUY-11] a license is renewed by its owner', () => {
  it('says the new end and the price, is paid like anything else, and has the end, its key as it was', async () => {
    owner = await arrive()
    const { page, complaints } = owner
    const after = addMonths(end, 12)
    await page.goto(`${stack.url}/account/licenses/${license._id}#renew`)
    await page.getByText(/Nothing is lost by renewing early/).waitFor()
    await page.getByRole('button', { name: `Renew until ${dateWords(after)} for $149.00` }).click()
    await page.waitForURL('**/cart')
    await page.getByText(`of key ${license.maskedKey}, to ${dateWords(after)}`).waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('link', { name: /go to checkout/i }).click()
    await page.waitForURL('**/checkout')
    await page.getByText(`of key ${license.maskedKey}`).waitFor()
    await page.getByLabel('Country').selectOption('DE')
    await page.getByRole('button', { name: /continue to pay/i }).click()
    await page.waitForURL('**/c/pay/**')
    await page
      .getByText(/Renewal of Invoice Kit, Extended/)
      .first()
      .waitFor()
    await payByCard(page, '4242 4242 4242 4242')
    await page.getByText(/The license is renewed/).waitFor({ timeout: 20_000 })
    await page.getByText(`It ends on ${dateWords(after)} now.`).waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await stored()).toMatchObject({ expiresAt: after, keys: license.keys, status: 'active' })
    const letters = await until(async () => {
      const found = await stack.letters(robin.email)
      return found.some(({ subject }) => /renewed/i.test(subject)) && found
    })
    const bill = letters.find(({ subject }) => /Invoice Kit/.test(subject) && !/renewed/i.test(subject))
    expect((await stack.letter(bill?.id ?? '')).text).toContain(`Renewal of key ${license.maskedKey}`)
    expect(complaints).toEqual([])
    // The license that was renewed came from no order.
    const problems = await checkBooks(stack.database)
    expect(problems.filter(({ invariant }) => invariant !== 'nothing is orphaned')).toEqual([])
  }, 90_000)

  it('and what is not sold any more sends to the seller instead', async () => {
    const { page } = owner
    showOnFailure(page)
    await collectionOf(stack.database, packageDocument).updateOne(
      { _id: packageId },
      { $set: { active: false } },
    )
    await page.goto(`${stack.url}/account/licenses/${license._id}`)
    await page.getByText(/This package is not sold any more/).waitFor()
    await page.getByRole('link', { name: 'Ask for an extension' }).click()
    expect(page.url()).toContain('#requests')
  }, 30_000)
})
