import { headers } from 'next/headers'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { hasText, t } from '@/platform/words'
import { type FormState, untouched } from './state'

/**
 * Runs what a form asks for and says what became of it. Refusals come back as words beside the fields, with what was
 * typed in `kept`; redirects and faults of ours pass through.
 */
export async function answerForm(
  form: FormData,
  kept: readonly string[],
  work: () => Promise<Partial<FormState>>,
): Promise<FormState> {
  const values = Object.fromEntries(kept.map((name) => [name, fieldText(form, name)]))
  try {
    await assertOurForm()
    return { ...untouched, values, ...(await work()) }
  } catch (error) {
    if (error instanceof CodedError) return { ...untouched, values, ...inWords(error) }
    throw error
  }
}

/** A field as text, cut to a length that nobody types. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 1_000) : ''
}

/** Beside the framework's own comparison of Origin and host: no form of an account is taken from another site. */
export async function assertOurForm(): Promise<void> {
  const list = await headers()
  const origin = list.get('origin')
  if (origin === environment().PUBLIC_URL) return
  if (origin === null && list.get('sec-fetch-site') === 'same-origin') return
  throw new CodedError({ status: 403, code: 'cross_site', detail: 'This form was sent from another site.' })
}

function inWords({ code, message, errors = [], retryAfterSeconds }: CodedError): Partial<FormState> {
  const key = `account.error.${code}`
  return {
    problem: hasText(key) ? t(key, { seconds: retryAfterSeconds ?? 0 }) : message,
    errors: Object.fromEntries(
      errors.map((error) => {
        const text = `account.field.${error.code}`
        return [error.path, hasText(text) ? t(text) : error.message]
      }),
    ),
  }
}
