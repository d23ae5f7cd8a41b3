import type { CollectionBeforeChangeHook } from 'payload'
import { refusal } from './refuse'

/**
 * A state is never an editable field, not for staff either: it changes only inside an operation, which leaves its mark in
 * `req.context.operation`. A new document begins in `initial`.
 */
export const guardStateField =
  (field: string, initial: string): CollectionBeforeChangeHook =>
  ({ data, originalDoc, operation, req, collection }) => {
    if (req.context.operation === collection.slug) return data
    if (operation === 'create') return { ...data, [field]: initial }
    if (data[field] !== undefined && data[field] !== originalDoc?.[field])
      throw refusal(
        'state_is_not_editable',
        `The ${field} of ${collection.slug} changes by its own buttons, not by editing.`,
        409,
      )
    return data
  }
