import type { CollectionBeforeOperationHook } from 'payload'
import { refusal } from './refuse'

const writes: readonly string[] = ['create', 'update', 'updateByID', 'delete', 'restoreVersion']

/** Records have one writer, the operations: also a Local API call that overrides access is refused. */
export const refusePanelWrites: CollectionBeforeOperationHook = ({ args, operation, collection }) => {
  if (writes.includes(operation))
    throw refusal('written_by_operations', `${collection.slug} is written by operations only.`)
  return args
}
