import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customerDocument, userDocument } from '@/domain/accounts/records'
import { fileText } from '@/domain/licensing/proof/fileText'
import {
  type License,
  licenseHistoryRecord,
  licenseRecord,
  licenseRequestRecord,
} from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { makeRelease } from '../setup/catalogFixtures'
import { type IssuedLicense, issuedLicense } from '../setup/licenseFixtures'
import { axeFindings, showOnFailure, sidewaysScroll, startBrowser, type Visitor, visit } from './browser'
import { password, register } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

const robin = { name: 'Robin Buyer', email: 'robin@example.com' }
const product = 'acme-works/invoice-kit'
let stack: Stack
let browser: Browser
let owner: Visitor
let page: Page
let shelf: Awaited<ReturnType<typeof stockShelf>>
let sold: IssuedLicense
let issue: (change?: Partial<License>) => Promise<IssuedLicense>

beforeAll(async () => {
  stack = await startStack('license_portal')
  shelf = await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** Registers, and owns a license that is in use on two places. */
async function arrive(): Promise<void> {
  owner = await visit(browser, [stack.url])
  page = owner.page
  await register(stack, page, robin)
  const user = await collectionOf(stack.database, userDocument).findOne({ email: robin.email })
  const customer = newId('cus')
  await collectionOf(stack.database, customerDocument).insertOne({
    _id: customer,
    email: robin.email,
    user: user?._id ?? '',
    createdAt: new Date(),
  })
  const terms = {
    term: 'annual' as const,
    class: 'extended' as const,
    activations: 2,
    clientProjects: true,
    users: 5,
    moveQuota: 2,
    graceDays: 7,
    features: ['pdf'],
  }
  const limits = { callsPerMinute: null, callsPerHour: null, callsPerDay: null, callsPerMonth: 100_000 }
  issue = (change = {}) =>
    issuedLicense(
      stack.database,
      {
        product: shelf.invoices._id,
        handle: product,
        productName: 'Invoice Kit',
        packageName: 'Extended',
        terms: { ...terms, limits: { ...limits, bandwidthBytesPerMonth: null, storageBytes: null } },
      },
      { at: addDays(new Date(), -100), change: { customer, ...change } },
    )
  sold = await issue({ updatesUntil: addDays(new Date(), -10) })
  await makeRelease(stack.database, shelf.invoices, {
    version: '1.9.0',
    status: 'published',
    publishedAt: addDays(new Date(), -50),
  })
  await validate({ domain: 'shop.example.com' })
  await validate({ domain: 'staging.example.com', environment: 'staging' })
}

interface Answer {
  valid: boolean
  code: string
  remedy: string | null
}

async function validate(asked: object, key = sold.key): Promise<Answer> {
  const answer = await fetch(`${stack.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, product, ...asked }),
  })
  return answer.json()
}

const stored = async ({ license: { _id } } = sold): Promise<License> => {
  const license = await collectionOf(stack.database, licenseRecord).findOne({ _id })
  if (!license) throw new Error('the license is there')
  return license
}
const domains = async () => (await stored()).places.map(({ domain }) => domain)
const open = (to = page, { license: { _id } } = sold) => to.goto(`${stack.url}/account/licenses/${_id}`)
const placeOf = (name: string, on = page) =>
  on.getByRole('listitem').filter({ has: on.getByRole('heading', { name, exact: true }) })

/** As if the browser had been left open since. */
const ageSessions = (minutes: number) =>
  collectionOf(stack.database, userDocument).updateOne(
    { email: robin.email },
    { $set: { 'sessions.$[].createdAt': new Date(Date.now() - minutes * 60_000) } },
  )

describe('[LIC-11] the owner’s page of a license', () => {
  it('shows the key after the password, copies it, hides it after a minute and writes it down', async () => {
    await arrive()
    await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.clock.install()
    await ageSessions(11)
    await open()
    expect(await page.content()).not.toContain(sold.key)
    const word = page.getByLabel('Your password').first()
    await word.fill('not the password')
    await page.getByRole('button', { name: 'Show the key' }).click()
    await page.getByText('This is not your present password.').waitFor()
    await word.fill(password)
    await page.getByRole('button', { name: 'Show the key' }).click()
    await page.getByText(sold.key).waitFor()
    await page.getByRole('button', { name: 'Copy: License key' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sold.key)
    await page.clock.fastForward(61_000)
    await page.getByRole('button', { name: 'Show the key' }).waitFor()
    expect(await page.getByText(sold.key).count()).toBe(0)
    // Confirmed just now: not asked again.
    await open()
    expect(await page.getByLabel('Your password').count()).toBe(0)
    await page.getByText('Its key was shown.').first().waitFor()
  }, 60_000)

  it('says in words what was bought and how far updates reach', async () => {
    showOnFailure(page)
    await open()
    const terms = page.locator('section[aria-labelledby=terms]')
    await terms
      .getByText(/on 2 production sites or machines\. They may also be those of your customers/)
      .waitFor()
    await terms.getByText(/Staging and development are free/).waitFor()
    await page.getByText(/up to version 1\.9\.0\. One newer version came out after that/).waitFor()
    await page.getByText('100,000', { exact: true }).waitFor()
  })

  it('takes a place off, and puts it back within ten seconds', async () => {
    showOnFailure(page)
    await open()
    const [before] = (await stored()).places
    await placeOf('shop.example.com')
      .getByRole('button', { name: /take off/i })
      .click()
    const undo = page.getByRole('button', { name: 'Take it back' })
    await undo.waitFor()
    expect(await undo.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await domains()).toEqual(['staging.example.com'])
    await page.keyboard.press('Enter')
    await page.getByText('It is as it was before.').waitFor()
    await placeOf('shop.example.com').waitFor()
    expect((await stored()).places.find(({ domain }) => domain === 'shop.example.com')).toEqual(before)
    expect((await stored()).freed).toEqual([])
  }, 30_000)

  it('does the same without scripts', async () => {
    const { context, page: plain } = await visit(browser, [stack.url], { javaScript: false })
    await context.addCookies(await owner.context.cookies())
    await open(plain)
    await placeOf('shop.example.com', plain)
      .getByRole('button', { name: /take off/i })
      .click()
    await plain.getByRole('button', { name: 'Take it back' }).click()
    await placeOf('shop.example.com', plain).waitFor()
    expect(await domains()).toContain('shop.example.com')
    await context.close()
  }, 30_000)

  it('names a place and moves it, and says why it can not go somewhere', async () => {
    showOnFailure(page)
    await open()
    const shop = placeOf('shop.example.com')
    await shop.getByText('Name or move').click()
    await shop.getByLabel('Your name for it').fill('The shop')
    await shop.getByRole('button', { name: 'Save the name' }).click()
    await shop.getByText('The name is saved.').waitFor()
    await shop.getByLabel('Move to another domain').fill('localhost')
    await shop.getByRole('button', { name: 'Move', exact: true }).click()
    await shop.getByText(/Development hosts need no activation/).waitFor()
    expect(await shop.getByLabel('Move to another domain').inputValue()).toBe('localhost')
    await shop.getByLabel('Move to another domain').fill('https://new.example.com/')
    await shop.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('shop.example.com was moved.').waitFor()
    await placeOf('new.example.com').waitFor()
    await page.getByText(/1 of 2 moves left/).waitFor()
    expect(await domains()).toEqual(['staging.example.com', 'new.example.com'])
  }, 30_000)

  it('asks the seller, shows the answer, and takes a question back', async () => {
    showOnFailure(page)
    await open()
    await page.getByText('Ask for more time', { exact: true }).last().click()
    const form = page.locator('form').filter({ has: page.locator('#extend-note') })
    await form.getByRole('button', { name: 'Send' }).click()
    await form.getByText(/Say why/).waitFor()
    await form.getByLabel('What you want to say').fill('The launch was put off.')
    await form.getByRole('button', { name: 'Send' }).click()
    await page.getByText('The launch was put off.').waitFor()
    await page.getByRole('button', { name: /take it back.*more time/i }).click()
    await page.getByText('Taken back', { exact: true }).waitFor()
    const requests = collectionOf(stack.database, licenseRequestRecord)
    await requests.updateOne({}, { $set: { status: 'rejected', answer: 'Renew it, please.' } })
    await open()
    await page.getByText('Renew it, please.').waitFor()
  }, 30_000)

  it('makes a license file for a machine, which its signature proves', async () => {
    showOnFailure(page)
    await open()
    const form = page.locator('form').filter({ has: page.locator('#file-days') })
    await form.getByLabel('Days').fill('400')
    await form.getByRole('button', { name: 'Make the file' }).click()
    await form.getByText('Use a whole number from 1 to 365.').waitFor()
    await form.getByLabel('Days').fill('90')
    await form.getByLabel('Fingerprint of the machine').fill('build-server-7')
    await form.getByRole('button', { name: 'Make the file' }).click()
    const download = page.waitForEvent('download')
    await form.getByRole('link', { name: /^Save / }).click()
    const token = fileText.read(await readFile(await (await download).path(), 'utf8'))
    const jwks = createLocalJWKSet(await (await fetch(`${stack.url}/.well-known/jwks.json`)).json())
    const { payload } = await jwtVerify(token ?? '', jwks, { audience: product, algorithms: ['EdDSA'] })
    expect(payload).toMatchObject({ valid: true, fpr: 'build-server-7' })
    await placeOf('Machine build-server-7').waitFor()
  }, 30_000)

  it('tells who comes from a refusal what to do about it', async () => {
    showOnFailure(page)
    const refused = await validate({ domain: 'third.example.com' })
    expect(refused).toMatchObject({ valid: false, code: 'ACTIVATION_LIMIT' })
    await page.goto(refused.remedy ?? '')
    await page.getByText('Your product was answered ACTIVATION_LIMIT: All places are taken').waitFor()
    await page.getByRole('link', { name: 'To your places' }).first().click()
    expect(page.url()).toContain('#places')
  }, 30_000)

  it('replaces the key: the old one goes on where it was in use, and nowhere else', async () => {
    showOnFailure(page)
    await open()
    await page.getByText('Replace this key').click()
    await page.getByLabel('The old key').selectOption({ label: 'goes on for 7 more days' })
    await page.getByRole('button', { name: 'Replace the key' }).click()
    await page.getByText(/Your new key is/).waitFor()
    await page.getByText(/The key before this one/).waitFor()
    const fresh = keyText(await stored())
    expect(fresh).not.toBe(sold.key)
    expect(await validate({ domain: 'new.example.com' })).toMatchObject({ valid: true })
    expect(await validate({ domain: 'fourth.example.com' })).toMatchObject({ code: 'ACTIVATION_REQUIRED' })
    expect(await validate({ domain: 'new.example.com' }, fresh)).toMatchObject({ valid: true })
    const kinds = await collectionOf(stack.database, licenseHistoryRecord).distinct('kind')
    expect(kinds).toEqual(expect.arrayContaining(['key_shown', 'moved', 'deactivated', 'file', 'replaced']))
  }, 30_000)

  it('is clean for axe in each state, in both themes and on a phone', async () => {
    const states = {
      busy: sold,
      unused: await issue(),
      grace: await issue({ expiresAt: addDays(new Date(), -2), status: 'expired' }),
      suspended: await issue({ status: 'suspended', reason: 'payment' }),
      suspected: await issue({ suspicion: { since: new Date(), places: 9, addresses: 7 } }),
      refunded: await issue({ status: 'revoked', reason: 'refunded' }),
    }
    const findings: string[] = []
    for (const [theme, width, names] of [
      ['light', 1280, ['busy', 'suspended', 'suspected']],
      ['dark', 360, ['busy', 'unused', 'grace', 'refunded']],
    ] as const) {
      const { context, page: look, complaints } = await visit(browser, [stack.url], { theme, width })
      await context.addCookies(await owner.context.cookies())
      for (const name of names) {
        await open(look, states[name])
        await look.evaluate(() => {
          for (const details of document.querySelectorAll<HTMLDetailsElement>('main details'))
            details.open = true
        })
        const where = `${name}, ${theme}, ${width}:`
        findings.push(...(await axeFindings(look)).map((finding) => `${where} ${finding}`))
        const wide = await sidewaysScroll(look)
        if (wide > 0) findings.push(`${where} ${wide} px too wide`)
      }
      findings.push(...complaints)
      await context.close()
    }
    expect(findings).toEqual([])
    expect(owner.complaints).toEqual([])
  }, 90_000)
})
