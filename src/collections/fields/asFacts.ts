import type { Field } from 'payload'

const factField = '/app/(payload)/_components/FactField#FactField'

/**
 * Fields that nobody edits, shown as facts instead of dead inputs: amounts as money, times in UTC, references as links.
 * (Payload's own JSON input would also fetch an editor from a foreign host.)
 */
export const asFacts = (fields: readonly Field[]): Field[] => fields.map(asFact)

function asFact(field: Field): Field {
  if (field.type === 'group' || field.type === 'array')
    return { ...field, admin: { ...field.admin, readOnly: true }, fields: asFacts(field.fields) } as Field
  if (!('name' in field) || field.type === 'ui') return field
  const { components, ...admin } = field.admin ?? {}
  return {
    ...field,
    admin: { ...admin, readOnly: true, components: { ...components, Field: factField } },
  } as Field
}
