import type { SanitizedConfig } from 'payload'
import { setByUs } from './fieldRules'

/**
 * Fields that the framework fills, and takes from the body of whoever may write the document: its id, when it was made and
 * changed, and the sessions of a new person. Here nobody sends them.
 */
const ownFields: readonly string[] = ['id', 'createdAt', 'updatedAt', 'sessions']

export function closeOwnFields(config: SanitizedConfig): SanitizedConfig {
  for (const { fields } of config.collections)
    for (const field of fields)
      if ('name' in field && field.type !== 'ui' && ownFields.includes(field.name))
        field.access = { ...field.access, ...setByUs }
  return config
}
