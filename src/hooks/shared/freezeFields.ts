import type { CollectionBeforeChangeHook } from 'payload'
import { refusal } from './refuse'

/** What identifies a document stays as it was made, for whoever edits; an operation may move it. */
export const freezeFields =
  (...fields: readonly string[]): CollectionBeforeChangeHook =>
  ({ data, originalDoc, operation, req, collection }) => {
    if (operation === 'create' || req.context.operation === collection.slug) return data
    for (const field of fields)
      if (data[field] !== undefined && idOf(data[field]) !== idOf(originalDoc?.[field]))
        throw refusal('field_is_fixed', `${field} cannot be changed after creation.`, 409)
    return data
  }

/** The id of a reference, populated or not. */
export function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}
