import type { CollectionBeforeOperationHook } from 'payload'

/** Payload knows no highest limit and reads `limit=0` as everything: people get at most a hundred at a time. */
export const highestLimit = 100

export const clampLimit: CollectionBeforeOperationHook = ({ args, req }) => {
  if (req.payloadAPI === 'local' || !('limit' in args) || args.limit === undefined) return args
  const limit = Number(args.limit)
  const sane = Number.isInteger(limit) && limit >= 1
  return { ...args, limit: sane ? Math.min(limit, highestLimit) : highestLimit, pagination: true }
}
