import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { CollectionBeforeOperationHook } from 'payload'

/** Stored images get a random name: names are look-up keys in public addresses, and nobody's business. */
export const hideFileName: CollectionBeforeOperationHook = ({ args, req }) => {
  if (req.file)
    req.file.name = `${randomBytes(12).toString('hex')}${path.extname(req.file.name).toLowerCase()}`
  return args
}
