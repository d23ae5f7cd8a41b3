/** One field of the input that was refused; `path` as in `items.0.quantity`. */
export interface FieldError {
  path: string
  code: string
  message: string
}

export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 503

interface ErrorDetails {
  status: ErrorStatus
  /** Stable, snake_case: clients branch on it. */
  code: string
  /** One sentence for a person: what is wrong and what to do. */
  detail: string
  errors?: FieldError[]
  retryAfterSeconds?: number
}

/**
 * A refusal that the caller can act on. Everything else that is thrown is a fault of ours (500, logged whole,
 * answered without detail). Statuses and shape: spec/API.md, common rules.
 */
export class CodedError extends Error {
  readonly status: ErrorStatus
  readonly code: string
  readonly errors: FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined

  constructor({ status, code, detail, errors, retryAfterSeconds }: ErrorDetails) {
    super(detail)
    this.name = 'CodedError'
    this.status = status
    this.code = code
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** As `instanceof`, over bundles too: Next makes pages, handlers and instrumentation apart, each with a class of its own. */
export const isCodedError = (error: unknown): error is CodedError =>
  error instanceof CodedError || (error instanceof Error && error.name === 'CodedError')

export const notFound = (what: string): CodedError =>
  new CodedError({
    status: 404,
    code: 'not_found',
    detail: `There is no such ${what}, or it is not yours.`,
  })

export const forbidden = (detail = 'Your role does not allow this.'): CodedError =>
  new CodedError({ status: 403, code: 'forbidden', detail })

export const conflict = (code: string, detail: string): CodedError =>
  new CodedError({ status: 409, code, detail })

export const invalid = (code: string, detail: string, errors?: FieldError[]): CodedError =>
  new CodedError({ status: 422, code, detail, ...(errors ? { errors } : {}) })

/** A broken promise of our own code; never shown to people. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`)
}
