import type { CollectionBeforeOperationHook } from 'payload'

declare module 'payload' {
  interface RequestContext {
    /** The request's own query was clamped; what Payload asks for beside it (population, look-ups) is its own. */
    limitIsClamped?: boolean
  }
}

export const highestLimit = 100

/**
 * Payload knows no highest limit and reads `limit=0` as everything: people get at most a hundred at a time.
 * Never touches `pagination`: a paginated find counts in parallel on the same session, which a transaction cannot have.
 */
export const clampLimit: CollectionBeforeOperationHook = ({ args, req }) => {
  if (req.payloadAPI === 'local' || req.context.limitIsClamped || !('limit' in args)) return args
  req.context.limitIsClamped = true
  const unlimited = args.limit === undefined && 'pagination' in args && args.pagination === false
  if (args.limit === undefined && !unlimited) return args
  const limit = Number(args.limit)
  return {
    ...args,
    limit: Number.isInteger(limit) && limit >= 1 ? Math.min(limit, highestLimit) : highestLimit,
  }
}
