import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBooks } from '@/domain/orders/checkBooks'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { until } from '../setup/process'
import { axeFindings, startBrowser, visit } from './browser'
import { fillCart, fillCheckout, payByCard } from './buying'
import { register, signIn } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
const dana = { name: 'Dana Desk', email: 'dana@example.com' }

beforeAll(async () => {
  stack = await startStack('refund_returned')
  await stockShelf(stack)
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

const visitor = () => visit(browser, [stack.url, new URL(stack.simulator.url).origin])

describe('[BUY-10] a refund that the bank sends back', () => {
  it('is told to staff by mail and on the order, sent again, and at last paid by hand', async () => {
    const { database } = stack
    const buyer = await visitor()
    await fillCart(stack, buyer.page)
    await fillCheckout(stack, buyer.page, 'buyer@example.com')
    await payByCard(buyer.page, '4000 0000 0000 5126')
    const order = await until(() => collectionOf(database, orderDocument).findOne({ status: 'completed' }))
    const owed = (owedMinor: number) =>
      until(() => collectionOf(database, orderDocument).findOne({ _id: order._id, owedMinor }))
    await register(stack, buyer.page, dana)
    await buyer.context.close()
    await database.db
      .collection<{ _id: string }>('users')
      .updateOne({ email: dana.email }, { $set: { roles: ['customer', 'finance'] } })
    const { page, complaints, context } = await visitor()
    await signIn(stack, page, dana)
    await page.waitForURL('**/admin**')
    const orderPage = `${stack.url}/admin/collections/orders/${order._id}`

    const refund = async (effect: RegExp) => {
      await page.goto(orderPage)
      await page.getByRole('button', { name: 'Refund' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(effect).waitFor()
      await dialog.locator('textarea').fill('The buyer asked within the policy')
      await dialog.getByRole('button', { name: /^refund/i }).click()
      await dialog.waitFor({ state: 'hidden' })
    }
    await refund(/everything is refunded/i)
    await owed(order.totals.totalMinor)
    const [letter] = await until(async () => {
      const letters = await stack.letters(dana.email)
      const failed = letters.filter(({ subject }) => /refund failed/i.test(subject))
      return failed.length > 0 && failed
    })
    expect((await stack.letter(letter?.id ?? '')).text).toContain(orderPage)

    await page.goto(orderPage)
    await page
      .getByRole('alert')
      .filter({ hasText: /owed to the buyer/i })
      .waitFor()
    expect(await axeFindings(page, '.panel-notice')).toEqual([])
    await page.goto(`${orderPage}/timeline`)
    await page.getByText(/the bank sent the refund back/i).waitFor()

    await refund(/sent again/i)
    await owed(0)
    await owed(order.totals.totalMinor)
    await page.goto(orderPage)
    await page.getByRole('button', { name: 'Mark as paid by hand' }).click()
    await page.getByRole('dialog').locator('textarea').fill('Bank transfer 2026-11-24, reference 4711')
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as paid by hand' }).click()
    await owed(0)
    await page
      .getByRole('alert')
      .filter({ hasText: /owed to the buyer/i })
      .waitFor({ state: 'hidden' })
    expect(await collectionOf(database, orderDocument).findOne({ _id: order._id })).toMatchObject({
      status: 'refunded',
    })
    expect(await checkBooks(database)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)
})
