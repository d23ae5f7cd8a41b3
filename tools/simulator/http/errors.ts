/** The provider's shape of an error, as its clients read it. */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  charge?: string
}

/** Thrown by anything that refuses an API request; becomes `{"error": …}` with its status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message)
    this.name = 'ApiError'
  }
}

/** 400 `invalid_request_error`; `param` is written as the form names it, `line_items[0][quantity]`. */
export function invalidRequest(message: string, details: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...details })
}

/** 404 `resource_missing`, worded like the provider's. `param` is the name of the parameter that held the id. */
export function resourceMissing(kind: string, id: string, param: string): ApiError {
  const message = `No such ${kind}: '${id}'`
  return new ApiError(404, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}

/** An id that a parameter refers to: the provider answers 400 here, not 404. */
export function referenceMissing(kind: string, id: string, param: string): ApiError {
  return invalidRequest(`No such ${kind}: '${id}'`, { code: 'resource_missing', param })
}
