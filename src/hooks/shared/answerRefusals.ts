import type { AfterErrorHook } from 'payload'
import { CodedError } from '@/platform/errors'

/** A refusal of an operation reaches the panel as it stands instead of as “Something went wrong”. */
export const answerRefusals: AfterErrorHook = ({ error }) => {
  if (!(error instanceof CodedError)) return
  return {
    status: error.status,
    response: {
      errors: [
        { name: 'APIError', message: error.message, data: { code: error.code, errors: error.errors ?? [] } },
      ],
    },
  }
}
