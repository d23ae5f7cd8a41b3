import type { Page } from 'playwright-core'
import { until } from '../setup/process'
import type { Stack } from './stack'

interface Someone {
  name: string
  email: string
}

export const password = 'a long way to Kyoto 27'

/** Registers and proves the address by the mailed link: ends signed in, on the account. */
export async function register(stack: Stack, page: Page, { name, email }: Someone): Promise<void> {
  await page.goto(`${stack.url}/register`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: /register|create/i }).click()
  await page.getByText(/mail/i).first().waitFor()
  await page.waitForLoadState('networkidle')
  const letter = await until(async () =>
    (await stack.letters(email)).find(({ subject }) => /confirm/i.test(subject)),
  )
  const { text } = await stack.letter(letter.id)
  await page.goto(/https?:\/\/\S+\/verify\/\S+/.exec(text)?.[0] ?? '')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: /verify this address/i }).click()
  await page.waitForURL('**/account')
}

/** Signs in somebody who was registered. Where that leads depends on who it is: the caller waits for it. */
export async function signIn(
  stack: Pick<Stack, 'url'>,
  page: Page,
  { email }: Pick<Someone, 'email'>,
): Promise<void> {
  await page.goto(`${stack.url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: /sign in/i }).click()
}
