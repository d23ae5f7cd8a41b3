import type {
  CollectionSlug,
  DateField,
  Field,
  NumberField,
  NumberFieldSingleValidation,
  SelectField,
  SingleRelationshipField,
  TextField,
} from 'payload'
import { number as acceptedNumber } from 'payload/shared'
import { type IdPrefix, newId } from '@/platform/ids'

/** The public id is `_id` itself, made by us (ARCHITECTURE, Ids). */
export const idField = (prefix: IdPrefix): TextField => ({
  name: 'id',
  type: 'text',
  label: 'ID',
  required: true,
  defaultValue: () => newId(prefix),
  admin: { readOnly: true, position: 'sidebar' },
})

/** An id that an operation chose: an effect key, a provider's event. */
export const effectKeyField = (): TextField => ({
  name: 'id',
  type: 'text',
  label: 'Effect key',
  required: true,
})

export const text = (name: string, options: Partial<TextField> = {}): TextField =>
  ({ name, type: 'text', ...options }) as TextField

/** An amount in minor units; lists show it as money where the row has a currency. */
export const minor = (name: string, { admin, ...options }: Partial<NumberField> = {}): NumberField =>
  ({
    ...integer(name),
    ...options,
    admin: { step: 1, ...admin, components: { Cell: '/app/(payload)/_components/MinorCell#MinorCell' } },
  }) as NumberField

export const integer = (name: string, options: Partial<NumberField> = {}): NumberField =>
  ({
    name,
    type: 'number',
    validate: wholeNumber,
    admin: { step: 1 },
    ...options,
  }) as NumberField

export const instant = (name: string, options: Partial<DateField> = {}): DateField => ({
  name,
  type: 'date',
  admin: { date: { pickerAppearance: 'dayAndTime' } },
  ...options,
})

export const choice = (
  name: string,
  values: readonly string[],
  options: Omit<Partial<SelectField>, 'options'> = {},
): SelectField =>
  ({
    name,
    type: 'select',
    options: values.map((value) => ({ value, label: humanize(value) })),
    ...options,
  }) as SelectField

/** A reference to another document or record, stored as its id. */
export const refTo = (
  name: string,
  relationTo: CollectionSlug,
  options: { label?: string; required?: boolean } = {},
): SingleRelationshipField => ({
  name,
  type: 'relationship',
  relationTo,
  ...options,
})

/** A nested object that the panel only shows. */
export const shown = (name: string, label?: string): Field => ({
  name,
  type: 'json',
  ...(label ? { label } : {}),
})

/** `partially_refunded` as people read it: Partially refunded. */
export function humanize(value: string): string {
  const words = value.replaceAll(/[_-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A validation of one's own takes the place of Payload's: `required`, `min` and `max` are kept by asking it too. */
const wholeNumber: NumberFieldSingleValidation = (value, options) => {
  if (value !== null && value !== undefined && !Number.isSafeInteger(value)) return 'Only whole numbers'
  return acceptedNumber(value, options)
}
