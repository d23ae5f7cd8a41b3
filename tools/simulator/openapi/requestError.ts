import type { ErrorObject } from 'ajv'
import { type ApiError, invalidRequest } from '../http/errors'

/** `/line_items/0/quantity` and a property name → `line_items[0][quantity]`, as the provider names parameters. */
function paramName(instancePath: string, property?: string): string {
  const keys = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (property !== undefined) keys.push(property)
  const [first = '', ...rest] = keys
  return first + rest.map((key) => `[${key}]`).join('')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The branch of an `anyOf` that came furthest is the one the caller meant. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const depth = (error: ErrorObject) => error.instancePath.split('/').length
  return errors
    .filter((error) => error.keyword !== 'anyOf')
    .reduce<ErrorObject | undefined>(
      (best, error) => (best === undefined || depth(error) > depth(best) ? error : best),
      undefined,
    )
}

/** The refusal of a request that does not fit the description, in the provider's shape and codes. */
export function requestError(
  errors: readonly ErrorObject[],
  valueAt: (instancePath: string) => unknown,
): ApiError {
  const error = mostTelling(errors)
  if (error === undefined) return invalidRequest('Invalid request')
  const param = paramName(error.instancePath)
  const value = text(valueAt(error.instancePath))
  if (error.keyword === 'additionalProperties') {
    const unknown = paramName(error.instancePath, String(error.params.additionalProperty))
    return invalidRequest(`Received unknown parameter: ${unknown}`, {
      code: 'parameter_unknown',
      param: unknown,
    })
  }
  if (error.keyword === 'required') {
    const missing = paramName(error.instancePath, String(error.params.missingProperty))
    return invalidRequest(`Missing required param: ${missing}.`, {
      code: 'parameter_missing',
      param: missing,
    })
  }
  if (error.keyword === 'enum') {
    const allowed = Array.isArray(error.params.allowedValues) ? error.params.allowedValues.join(', ') : ''
    return invalidRequest(`Invalid ${param}: must be one of ${allowed}`, { param })
  }
  if (error.keyword === 'type' && (error.params.type === 'integer' || error.params.type === 'number')) {
    return invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param })
  }
  if (error.keyword === 'maxLength') {
    const message = `Invalid string: must be at most ${String(error.params.limit)} characters`
    return invalidRequest(message, { code: 'parameter_invalid_string_length', param })
  }
  return invalidRequest(`Invalid ${error.keyword === 'type' ? String(error.params.type) : param}: ${value}`, {
    param,
  })
}
