import type { CollectionBeforeChangeHook } from 'payload'
import { refusal } from '../shared/refuse'

/** Orders are made and changed by operations only, also where access is overridden. */
export const refuseEdits: CollectionBeforeChangeHook = ({ data, req, collection }) => {
  if (req.context.operation !== collection.slug)
    throw refusal('state_is_not_editable', 'Orders change by their own buttons, not by editing.', 409)
  return data
}
