import type { Locator, Page } from 'playwright-core'
import type { Stack } from './stack'

/** Puts one thing of each seller of the shelf into the cart, through the product pages. */
export async function fillCart(stack: Pick<Stack, 'url'>, page: Page): Promise<void> {
  await page.goto(`${stack.url}/p/acme-works/invoice-kit`)
  await page.getByRole('radio', { name: /Extended/ }).check()
  await page
    .getByRole('button', { name: /add to cart/i })
    .first()
    .click()
  await page.waitForURL('**/cart')
  await page.goto(`${stack.url}/p/northlight/fieldnotes`)
  await page
    .getByRole('button', { name: /add to cart/i })
    .first()
    .click()
  await page.waitForURL('**/cart')
}

/** The form of the checkout page: beside it stand those of signing in and registering, with the same labels. */
export const buyerForm = (page: Page): Locator =>
  page.locator('form').filter({ has: page.getByRole('button', { name: /continue to pay|get it now/i }) })

/** From the cart to the provider's page. */
export async function fillCheckout(stack: Pick<Stack, 'url'>, page: Page, email: string): Promise<void> {
  await page.goto(`${stack.url}/checkout`)
  const form = buyerForm(page)
  await form.getByLabel('Email').fill(email)
  await form.getByLabel('Name', { exact: true }).fill('Robin Buyer')
  await form.getByLabel('Country').selectOption('DE')
  await page.getByRole('button', { name: /continue to pay/i }).click()
  await page.waitForURL('**/c/pay/**')
}

/** On the provider's page. */
export async function payByCard(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number').fill(card)
  await page.getByLabel(/expir/i).fill('12/34')
  await page.getByLabel('Security code').fill('123')
  await page.getByLabel('Name on card').fill('Robin Buyer')
  await page.getByRole('button', { name: /^pay/i }).click()
}
