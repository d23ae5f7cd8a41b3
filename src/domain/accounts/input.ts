import { z } from 'zod'
import { type FieldError, invalid } from '@/platform/errors'
import { passwordFault, passwordLength } from './passwords'

/** An address as we keep it: trimmed, in lower case. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** How a person is called; one line without control characters. */
export const nameInput = z
  .string()
  .transform((value) => value.normalize('NFC').replaceAll(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(80)
      .regex(/^[^\p{Cc}<>]+$/u),
  )

const sentences = {
  email: 'Write an address such as ann@example.com.',
  name: 'Write your name, at most 80 characters.',
  too_short: `Use at least ${passwordLength.least} characters. Several words are good.`,
  too_long: `Use at most ${passwordLength.most} characters.`,
  common: 'Too many people use this one. Choose something that only you would think of.',
  own_address: 'Your address is the first thing that others try. Choose something else.',
} as const

const fault = (path: string, code: keyof typeof sentences): FieldError => ({
  path,
  code,
  message: sentences[code],
})

/** @throws CodedError 422 `input_invalid` with one error per field. */
export function parseRegistration(raw: { name: string; email: string; password: string }) {
  const errors: FieldError[] = []
  const name = nameInput.safeParse(raw.name)
  const email = emailInput.safeParse(raw.email)
  if (!name.success) errors.push(fault('name', 'name'))
  if (!email.success) errors.push(fault('email', 'email'))
  const weak = passwordFault(raw.password, email.data ?? '')
  if (weak) errors.push(fault('password', weak))
  if (errors.length > 0 || !name.success || !email.success) throw refused(errors)
  return { name: name.data, email: email.data, password: raw.password }
}

/** @throws CodedError 422 `input_invalid` when it is no address. */
export function parseEmail(raw: string): string {
  const email = emailInput.safeParse(raw)
  if (!email.success) throw refused([fault('email', 'email')])
  return email.data
}

/** @throws CodedError 422 `input_invalid`. */
export function parseName(raw: string): string {
  const name = nameInput.safeParse(raw)
  if (!name.success) throw refused([fault('name', 'name')])
  return name.data
}

/** @throws CodedError 422 `input_invalid` when the password would be too easy to guess. */
export function checkNewPassword(password: string, email: string): void {
  const weak = passwordFault(password, email)
  if (weak) throw refused([fault('password', weak)])
}

const refused = (errors: FieldError[]) => invalid('input_invalid', 'Some fields need another look.', errors)
