import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRequest } from '@/domain/licensing/acts/licenseRequests'
import { type License, licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { collectionOf } from '@/platform/database'
import { transact } from '@/platform/transaction'
import { testPayload } from '../access/payload'
import { type PersonName, signInEverybody, userIdOf } from '../access/people'
import { issuedLicense } from '../setup/licenseFixtures'
import { axeFindings, showOnFailure, startBrowser, visit } from './browser'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let shelf: Awaited<ReturnType<typeof stockShelf>>
let tokens: Record<PersonName, string | null>
let license: License
const product = 'acme-works/invoice-kit'
const home = 'shop.example.com'

beforeAll(async () => {
  stack = await startStack('license_tools')
  shelf = await stockShelf(stack)
  const { secret } = await testPayload()
  tokens = await signInEverybody(stack.database, secret)
  await stack.database.db
    .collection<{ _id: string }>('users')
    .updateOne(
      { _id: userIdOf('ownerA') },
      { $set: { memberships: [{ id: 'm1', seller: shelf.acme._id, role: 'owner' }] } },
    )
  license = (
    await issuedLicense(stack.database, {
      seller: shelf.acme._id,
      product: shelf.invoices._id,
      package: shelf.regular._id,
      handle: product,
      terms: { activations: 2 },
    })
  ).license
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const now = async (): Promise<License> => {
  const stored = await collectionOf(stack.database, licenseRecord).findOne({ _id: license._id })
  if (!stored) throw new Error('the license is there')
  return stored
}

/** What a program hears. */
async function codeOf(key: string, domain = home): Promise<string> {
  const response = await fetch(`${stack.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, product, domain }),
  })
  return String(((await response.json()) as { code?: unknown }).code)
}

/** The panel as this person has it. */
async function panelOf(name: PersonName, theme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  const { page, context } = await visit(browser, [stack.url], { theme, width })
  context.setDefaultTimeout(20_000)
  await context.addCookies([
    { name: 'payload-token', value: tokens[name] ?? '', url: stack.url, httpOnly: true },
  ])
  showOnFailure(page, name)
  return page
}

const overview = (page: Page, id = license._id) => arrive(page, `licenses/${id}/overview`)
/** The panel's buttons work when its scripts have run. */
async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(`${stack.url}/admin/collections/${path}`)
  await page.waitForLoadState('networkidle')
}

/** Opens the dialog of an act, fills it in, waits for what it says, and does it. */
async function use(
  page: Page,
  act: string,
  says: RegExp,
  fill?: (page: Page) => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name: act, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: act })
  await fill?.(page)
  await dialog.getByText(says).waitFor()
  await dialog.getByLabel('Reason').fill('A test of what the panel does')
  await dialog.getByRole('button', { name: act, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

describe('[LIC-9] the license tools of the panel', () => {
  it('staff suspends, resumes and replaces a key, and programs hear it', async () => {
    const key = keyText(license)
    expect(await codeOf(key)).toBe('VALID')
    const page = await panelOf('support')
    await overview(page)
    await use(page, 'Suspend', /1 place stops/)
    expect(await codeOf(key)).toBe('SUSPENDED')
    await page.getByText('SUSPENDED').first().waitFor()
    await use(page, 'Resume', /one place goes on|1 place goes on/)
    expect(await codeOf(key)).toBe('VALID')
    await page.getByRole('button', { name: 'Replace key' }).waitFor()
    await use(page, 'Replace key', /its one place until/, async (page) => {
      await page.getByRole('combobox').selectOption('7')
    })
    expect(await codeOf(key)).toBe('VALID')
    expect(await codeOf(key, 'new.example.com')).toBe('ACTIVATION_REQUIRED')
    expect(await codeOf(keyText(await now()), 'new.example.com')).toBe('VALID')
    await page.context().close()
  }, 60_000)

  it('a seller gives more places, a test license, and brings keys of another shop', async () => {
    const page = await panelOf('ownerA')
    await overview(page)
    await use(page, 'Set limits', /The customer is mailed/, (page) =>
      page.getByLabel('Production places').fill('7'),
    )
    expect(await now()).toMatchObject({ seats: 7, sold: { seats: 2 } })

    await arrive(page, 'licenses')
    await page.getByRole('button', { name: 'Issue a license' }).click()
    await page.getByLabel('E-mail of the customer').fill('tester@example.com')
    await page.getByLabel(/^A test license/).check()
    await page.getByRole('textbox', { name: 'Reason' }).fill('To try the release')
    await page.getByRole('dialog').getByRole('button', { name: 'Issue a license' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await collectionOf(stack.database, licenseRecord).countDocuments({ test: true })).toBe(1)

    await page.getByRole('button', { name: 'Import keys' }).click()
    await page.getByLabel('CSV file').setInputFiles({
      name: 'keys.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'key,email,package,domains\nELSEWHERE-0001,ann@example.com,Regular,ann.example.com\nshort,x,Regular,\n',
      ),
    })
    await page.getByRole('button', { name: 'Check the file' }).click()
    await page.getByText(/1 key is new, 0 known already, 1 refused/).waitFor()
    expect(await codeOf('ELSEWHERE-0001', 'ann.example.com')).not.toBe('VALID')
    await page.getByRole('button', { name: 'Import 1 key' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await codeOf('ELSEWHERE-0001', 'ann.example.com')).toBe('VALID')
    await page.context().close()
  }, 60_000)

  it('a transfer that the customer asks for is found in the list and approved', async () => {
    const before = keyText(await now())
    await transact(
      stack.database,
      { actor: { kind: 'person', id: 'usr_x', address: null, requestId: null } },
      (tx) =>
        askRequest(tx, {
          licenseId: license._id,
          customerIds: [license.customer],
          kind: 'transfer',
          note: 'The site was sold.',
          toEmail: 'next@example.com',
        }),
    )
    const page = await panelOf('support')
    await arrive(page, 'licenses')
    await page.getByRole('link', { name: '1 open request' }).click()
    await page.getByText('The site was sold.').waitFor()
    const request = await collectionOf(stack.database, licenseRequestRecord).findOne({})
    await arrive(page, `license-requests/${request?._id}`)
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByText(/The new owner gets another key/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await codeOf(before)).not.toBe('VALID')
    expect(await codeOf(keyText(await now()))).toBe('VALID')
    await page.context().close()
  }, 60_000)

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'overview, evidence and dialogs are clean for axe: %s, %i px',
    async (theme, width) => {
      await collectionOf(stack.database, licenseRecord).updateOne(
        { _id: license._id },
        { $set: { suspicion: { since: new Date(), places: 12, addresses: 9 } } },
      )
      const page = await panelOf('ownerA', theme, width)
      await overview(page)
      await page.getByRole('heading', { name: 'One key, many places' }).waitFor()
      const findings = await axeFindings(page, '.panel-license')
      await page.getByRole('button', { name: 'Replace key' }).click()
      await page.getByText('What happens').waitFor()
      findings.push(...(await axeFindings(page, '.panel-dialog')))
      expect(findings).toEqual([])
      await page.context().close()
    },
    60_000,
  )
})
