import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userDocument } from '@/domain/accounts/records'
import { readSettings } from '@/domain/accounts/settings'
import { auditRecord } from '@/platform/audit'
import { collectionOf } from '@/platform/database'
import { testPayload } from '../access/payload'
import { type PersonName, signInEverybody, userIdOf } from '../access/people'
import { until } from '../setup/process'
import { axeFindings, showOnFailure, sidewaysScroll, startBrowser, visit } from './browser'
import { password, register, signIn } from './people'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let tokens: Record<PersonName, string | null>
const ann = { name: 'Ann Lindqvist', email: 'ann.lindqvist@example.com' }

beforeAll(async () => {
  stack = await startStack('settings_people')
  const { secret } = await testPayload()
  tokens = await signInEverybody(stack.database, secret)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

/** The panel as this person has it. */
async function panelOf(name: PersonName, theme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  const { page, context } = await visit(browser, [stack.url], { theme, width })
  context.setDefaultTimeout(40_000)
  await context.addCookies([
    { name: 'payload-token', value: tokens[name] ?? '', url: stack.url, httpOnly: true },
  ])
  showOnFailure(page, name)
  return page
}

/** The panel's buttons work when its scripts have run. */
async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(`${stack.url}/admin/${path}`)
  await page.waitForLoadState('networkidle')
}

async function whole(page: Page): Promise<void> {
  expect(await sidewaysScroll(page), page.url()).toBe(0)
  expect(await axeFindings(page, '.panel-page'), page.url()).toEqual([])
}

describe('the settings in the panel [OPS-4]', () => {
  it('an admin sees the effect before, schedules a rate, and takes it back', async () => {
    const page = await panelOf('admin')
    await arrive(page, 'globals/settings')
    await page.getByRole('button', { name: 'Change commission' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change commission' })
    await dialog.getByLabel('Commission (%)', { exact: true }).fill('17')
    await dialog.getByText('Commission: 15 % → 17 %').waitFor()
    await dialog
      .getByText('A sale of plugins at $100.00 then pays the seller $83.00 instead of $85.00.')
      .waitFor()
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16)
    await dialog.getByLabel('Takes effect (UTC)').fill(inAWeek)
    await dialog.getByText(/can be withdrawn until then/).waitFor()
    const confirm = dialog.getByRole('button', { name: 'Change commission' })
    expect(await confirm.isDisabled(), 'without a reason').toBe(true)
    await dialog.getByLabel('Reason').fill('Agreed for the coming year')
    await confirm.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /Withdraw the change of/ }).waitFor()
    expect((await readSettings(stack.database)).defaultCommissionBps).toBe(1_500)
    const later = new Date(Date.now() + 8 * 86_400_000)
    expect((await readSettings(stack.database, undefined, later)).defaultCommissionBps).toBe(1_700)

    await page.getByRole('button', { name: /Withdraw the change of/ }).click()
    const withdraw = page.getByRole('dialog')
    await withdraw.getByLabel('Reason').fill('Not agreed after all')
    await withdraw.getByRole('button', { name: /Withdraw/ }).click()
    await withdraw.waitFor({ state: 'detached' })
    await page.getByText('Nothing is scheduled.').waitFor()
    expect((await readSettings(stack.database, undefined, later)).defaultCommissionBps).toBe(1_500)
    await page.getByText('Not agreed after all').first().waitFor()
    await page.context().close()
  }, 180_000)

  it('a second admin with an older page is told, and nothing of theirs is done', async () => {
    const [first, second] = [await panelOf('admin'), await panelOf('admin')]
    for (const page of [first, second]) await arrive(page, 'globals/settings')
    const change = async (page: Page, days: string) => {
      await page.getByRole('button', { name: 'Change selling' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change selling' })
      await dialog.getByLabel('Refund window (days)').fill(days)
      await dialog.getByLabel('Reason').fill('A test of two at once')
      await dialog.getByRole('button', { name: 'Change selling' }).click()
      return dialog
    }
    await (await change(first, '21')).waitFor({ state: 'detached' })
    await (await change(second, '7')).getByText(/changed meanwhile/).waitFor()
    expect((await readSettings(stack.database)).refundDays).toBe(21)
    for (const page of [first, second]) await page.context().close()
  }, 180_000)

  it('a value outside its bounds is refused in words, and finance reads without buttons', async () => {
    const page = await panelOf('admin')
    await arrive(page, 'globals/settings')
    await page.getByRole('button', { name: 'Change hold and payouts' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Hold (days)').fill('15')
    await dialog.getByText(/14/).first().waitFor()
    await dialog.getByLabel('Reason').fill('A test of bounds')
    await dialog.getByRole('button', { name: 'Change hold and payouts' }).click()
    await dialog.getByRole('alert').getByText(/14/).waitFor()
    await page.keyboard.press('Escape')
    expect((await readSettings(stack.database)).holdDays).toBe(14)
    await page.context().close()
    const finance = await panelOf('finance')
    await arrive(finance, 'globals/settings')
    await finance.getByText('Only admins change settings.').waitFor()
    expect(await finance.getByRole('button', { name: /^Change/ }).count()).toBe(0)
    await finance.context().close()
  }, 180_000)

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'settings, people and audit are whole in %s at %i pixels',
    async (theme, width) => {
      const page = await panelOf('admin', theme, width)
      for (const path of [
        'globals/settings',
        'collections/users',
        'collections/users?q=nobody-of-this-name',
        `collections/users/${userIdOf('customer')}/overview`,
        'collections/audit',
        'collections/audit?actor=nobody@example.com',
      ]) {
        await arrive(page, path)
        await whole(page)
      }
      await page.context().close()
    },
    120_000,
  )
})

describe('people in the panel [ID-8]', () => {
  it('support finds a person by name and locks them: signed out at once, told by mail, and not let in', async () => {
    const { page: her, context } = await visit(browser, [stack.url])
    await register(stack, her, ann)
    const page = await panelOf('support')
    await arrive(page, 'collections/users')
    await page.getByRole('searchbox', { name: 'Find people' }).fill('lindq')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.waitForURL(/q=lindq/)
    await page.waitForLoadState('networkidle')
    await page.getByRole('link', { name: ann.name }).click()
    await page.waitForURL('**/overview')
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('button', { name: 'Grant a role' }).count(), 'admins only').toBe(0)

    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Lock' })
    await dialog.getByText(/Every session ends at once/).waitFor()
    await dialog.getByLabel('Reason').fill('Reported as taken over')
    await dialog.getByRole('button', { name: 'Lock', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/Locked since/).waitFor()
    await page.getByText('Signed in nowhere.').waitFor()

    await her.goto(`${stack.url}/account`)
    expect(new URL(her.url()).pathname).toBe('/sign-in')
    await signIn(stack, her, ann)
    await her.getByText('Address and password do not go together.').waitFor()
    await until(async () =>
      (await stack.letters(ann.email)).find(({ subject }) => /was locked/.test(subject)),
    )

    await page.getByRole('button', { name: 'Unlock', exact: true }).click()
    const unlock = page.getByRole('dialog', { name: 'Unlock' })
    await unlock.getByLabel('Reason').fill('She called from the known number')
    await unlock.getByRole('button', { name: 'Unlock', exact: true }).click()
    await unlock.waitFor({ state: 'detached' })
    await her.goto(`${stack.url}/sign-in`)
    await her.getByLabel('Email').fill(ann.email)
    await her.getByLabel('Password', { exact: true }).fill(password)
    await her.getByRole('button', { name: /sign in/i }).click()
    await her.waitForURL('**/account**')
    await context.close()
    await page.context().close()
  }, 180_000)

  it('an admin makes her staff, which she is at once, and the audit tells it', async () => {
    const user = await collectionOf(stack.database, userDocument).findOne({ email: ann.email })
    const page = await panelOf('admin')
    await arrive(page, `collections/users/${user?._id}/overview`)
    await page.getByRole('button', { name: 'Grant a role' }).click()
    const dialog = page.getByRole('dialog', { name: 'Grant a role' })
    await dialog.getByLabel('Role').selectOption('editor')
    await dialog.getByLabel('Reason').fill('Joins the editors')
    await dialog.getByRole('button', { name: 'Grant a role' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Editor').first().waitFor()
    await page.getByRole('link', { name: 'All in the audit' }).click()
    await page.getByText('Joins the editors').first().waitFor()
    await page.getByText('user.lock', { exact: true }).last().waitFor()
    const entry = await collectionOf(stack.database, auditRecord).findOne({ act: 'user.grant-role' })
    expect(entry).toMatchObject({ reason: 'Joins the editors', actor: { id: userIdOf('admin') } })
    await page.context().close()
  }, 120_000)
})
