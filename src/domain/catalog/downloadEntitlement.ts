import { canAccess } from '@/domain/licensing/canAccess'
import { verdictDetails } from '@/domain/licensing/verdictCodes'
import { CodedError, notFound } from '@/platform/errors'

/**
 * The refusal of a download, by the one rule of entitlement.
 * @returns null: the license covers it. Else 404, or 403 `license_inactive` with the license code in `errors`.
 */
export function refuseDownload(...asked: Parameters<typeof canAccess>): CodedError | null {
  const access = canAccess(...asked)
  if (access.allowed) return null
  if (access.code === 'NOT_PUBLISHED') return notFound('file')
  const detail = verdictDetails[access.code]
  return new CodedError({
    status: 403,
    code: 'license_inactive',
    detail,
    errors: [{ path: 'license', code: access.code, message: detail }],
  })
}
