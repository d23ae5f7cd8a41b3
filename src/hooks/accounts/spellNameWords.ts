import type { CollectionBeforeChangeHook } from 'payload'
import { nameWords } from '@/domain/accounts/people/nameWords'

/** The words by which staff find a person follow the name, whoever writes it. */
export const spellNameWords: CollectionBeforeChangeHook = ({ data, operation }) =>
  operation === 'create' || data.name !== undefined ? { ...data, nameWords: nameWords(data.name) } : data
