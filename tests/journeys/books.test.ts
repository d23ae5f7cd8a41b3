import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { licensePlaceRecord } from '@/domain/licensing/records'
import { auditRecord } from '@/platform/audit'
import { brakeRecord } from '@/platform/brake'
import { collectionOf } from '@/platform/database'
import { jobStateRecord } from '@/platform/jobStates'
import { testPayload } from '../access/payload'
import { type PersonName, signInEverybody, userIdOf } from '../access/people'
import { until } from '../setup/process'
import { axeFindings, showOnFailure, sidewaysScroll, startBrowser, visit } from './browser'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let tokens: Record<PersonName, string | null>

beforeAll(async () => {
  stack = await startStack('books')
  const { secret } = await testPayload()
  tokens = await signInEverybody(stack.database, secret)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

async function panelOf(name: PersonName, path: string, width = 1280): Promise<Page> {
  const { page, context } = await visit(browser, [stack.url], { width })
  context.setDefaultTimeout(30_000)
  await context.addCookies([
    { name: 'payload-token', value: tokens[name] ?? '', url: stack.url, httpOnly: true },
  ])
  showOnFailure(page, name)
  await page.goto(`${stack.url}/admin/collections/${path}`)
  await page.waitForLoadState('load')
  return page
}

async function whole(page: Page): Promise<void> {
  expect(await sidewaysScroll(page), page.url()).toBe(0)
  expect(await axeFindings(page, '.panel-page'), page.url()).toEqual([])
}

describe('the books in the panel [OPS-2]', () => {
  it('finance has them checked, sees the wrong row, and releases the brake with a reason', async () => {
    const page = await panelOf('finance', 'oracle-runs')
    await page.getByText('They have not been checked yet.').waitFor()
    await page.getByText('Nothing was ever frozen.').waitFor()
    await whole(page)
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText('Everything agrees').first().waitFor()
    expect(await collectionOf(stack.database, brakeRecord).countDocuments()).toBe(0)

    await collectionOf(stack.database, licensePlaceRecord).insertOne({
      ...{
        _id: 'act_lost',
        license: 'lic_lost',
        spot: 'a.example',
        publicId: 'pub_lost',
        domain: 'a.example',
      },
      ...{ fingerprint: null, environment: 'production', seat: true, label: null },
      ...{ firstSeenAt: new Date(), lastSeenAt: new Date() },
    })
    await page.getByRole('button', { name: 'Check now' }).click()
    // It looks twice, ten seconds apart; meanwhile the page says how far it is.
    await page.getByRole('progressbar').waitFor()
    await page.getByText(/Issuance and payouts are frozen since/).waitFor()
    await page.getByRole('cell', { name: 'act_lost' }).waitFor()
    await whole(page)
    const phone = await panelOf('finance', 'oracle-runs', 360)
    await phone.getByText(/Issuance and payouts are frozen since/).waitFor()
    await whole(phone)
    await phone.context().close()

    await page.getByRole('button', { name: 'Release the brake' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('A place of a test')
    const confirm = dialog.getByRole('button', { name: 'Release the brake' })
    await confirm.click()
    await dialog.getByText(/still found rows that are wrong/).waitFor()
    await dialog.getByLabel(/Accept the rows/).check()
    await confirm.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('cell', { name: 'A place of a test' }).waitFor()
    expect(await collectionOf(stack.database, brakeRecord).findOne({})).toMatchObject({
      reason: 'A place of a test',
      releasedBy: { kind: 'staff', id: userIdOf('finance') },
      accepted: ['nothing is orphaned: act_lost'],
    })
    const letter = await until(async () =>
      (await stack.letters('finance@example.com')).find(({ subject }) => /books are frozen/.test(subject)),
    )
    expect((await stack.letter(letter.id)).text).toContain('act_lost')
    await page.context().close()
  }, 150_000)
})

describe('jobs and health in the panel [OPS-1]', () => {
  it('an admin sees queues, processes and jobs, and starts one by hand with a reason', async () => {
    const page = await panelOf('admin', 'job-states')
    for (const kind of ['edge', 'web', 'worker'])
      await page.getByRole('row', { name: new RegExp(`^${kind} .*alive`) }).waitFor()
    await page.getByRole('row', { name: /^inbox/ }).waitFor()
    await page.getByText('1 of 1 members answer').waitFor()
    await whole(page)
    await page.getByRole('button', { name: 'Start count-sales' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('To see it run')
    await dialog.getByRole('button', { name: 'Start count-sales' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(async () => {
      const job = await collectionOf(stack.database, jobStateRecord).findOne({ _id: 'count-sales' })
      return job?.last?.by === userIdOf('admin')
    })
    expect(await collectionOf(stack.database, auditRecord).findOne({ act: 'job.start' })).toMatchObject({
      reason: 'To see it run',
      target: { id: 'count-sales' },
    })
    await page.context().close()
    const phone = await panelOf('support', 'job-states', 360)
    await phone.getByRole('row', { name: /^worker/ }).waitFor()
    await whole(phone)
    expect(await phone.getByRole('button', { name: /^Start/ }).count(), 'support only looks').toBe(0)
    await phone.context().close()
  }, 90_000)

  it('edge and web tell their figures to who has the token; nobody asks web through edge', async () => {
    const authorization = `Bearer ${stack.env.METRICS_TOKEN}`
    const ask = (address: string) => fetch(address, { headers: { authorization } })
    const web = await ask(`${stack.env.WEB_URL}/internal/metrics`)
    expect(await web.text()).toContain('process_resident_memory_bytes')
    const edge = await (await ask(`${stack.url}/metrics`)).text()
    expect(edge).toContain('mintreu_cache_reads')
    expect(edge).toContain('mintreu_http_requests_total')
    expect((await ask(`${stack.url}/internal/metrics`)).status).toBe(404)
  })

  it('and to nobody without it', async () => {
    for (const origin of [stack.url, stack.env.WEB_URL]) {
      const answer = await fetch(`${origin}/internal/metrics`, { headers: { authorization: 'Bearer x' } })
      expect(answer.status, origin).toBe(404)
    }
  })
})
