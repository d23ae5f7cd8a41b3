import type { CollectionBeforeOperationHook } from 'payload'
import { refusal } from '../shared/refuse'

/**
 * Passwords change by the account operations alone (they ask for the old one, end the other sessions, and are audited),
 * and nobody registers through Payload: the first staff user comes from a command.
 */
export const guardAccountWrites: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (req.payloadAPI === 'local') return args
  const changesPassword =
    (operation === 'update' || operation === 'updateByID') &&
    'data' in args &&
    args.data !== undefined &&
    'password' in args.data
  if (changesPassword) throw refusal('password_by_account_page', 'Passwords are changed on the account page.')
  return args
}
