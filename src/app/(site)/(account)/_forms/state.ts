/** What a form of the account shows after it was sent; made on the server, in words. */
export interface FormState {
  /** What keeps the whole form from going on. */
  problem: string | null
  /** A sentence per field. */
  errors: Record<string, string>
  /** What was typed, but never a password. */
  values: Record<string, string>
  done: string | null
}

export const untouched: FormState = { problem: null, errors: {}, values: {}, done: null }

export type FormAction = (before: FormState, form: FormData) => Promise<FormState>
