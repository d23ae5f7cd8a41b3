import { APIError } from 'payload'
import { CodedError, type ErrorStatus } from '@/platform/errors'

/** A refusal of a hook that the panel shows as it stands; `code` is stable, as in problem documents. */
export const refusal = (code: string, detail: string, status: ErrorStatus = 403): APIError =>
  new APIError(detail, status, { code }, true)

/** The refusal of an operation that a hook called, in the form that Payload answers with. */
export const asRefusal = (error: CodedError): APIError =>
  new APIError(error.message, error.status, { code: error.code, errors: error.errors ?? [] }, true)

/** Runs a rule of the domain inside a hook. @throws APIError for its refusals, everything else as it is. */
export async function orRefuse<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof CodedError ? asRefusal(error) : error
  }
}
