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
import { humanize } from '@/platform/humanize'
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
  ({ name, type: 'text', label: humanize(name), ...options }) as TextField

/** An amount in minor units; lists and facts show it as money where the row has a currency. */
export const minor = (name: string, { admin, ...options }: Partial<NumberField> = {}): NumberField =>
  ({
    ...integer(name),
    custom: { money: true },
    ...options,
    admin: { step: 1, ...admin, components: { Cell: '/app/(payload)/_components/MinorCell#MinorCell' } },
  }) as NumberField

export const integer = (name: string, options: Partial<NumberField> = {}): NumberField =>
  ({
    name,
    type: 'number',
    label: humanize(name),
    validate: wholeNumber,
    admin: { step: 1 },
    ...options,
  }) as NumberField

export const instant = (name: string, { admin, ...options }: Partial<DateField> = {}): DateField => ({
  name,
  type: 'date',
  label: humanize(name),
  ...options,
  admin: { date: { pickerAppearance: 'dayAndTime' }, ...admin },
})

export const choice = (
  name: string,
  values: readonly string[],
  options: Omit<Partial<SelectField>, 'options'> = {},
): SelectField =>
  ({
    name,
    type: 'select',
    label: humanize(name),
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
  label: humanize(name),
  relationTo,
  ...options,
})

/** A nested object that the panel only shows. */
export const shown = (name: string, label?: string): Field => ({
  name,
  type: 'json',
  ...(label ? { label } : {}),
})

/** A validation of one's own takes the place of Payload's: `required`, `min` and `max` are kept by asking it too. */
const wholeNumber: NumberFieldSingleValidation = (value, options) => {
  if (value !== null && value !== undefined && !Number.isSafeInteger(value)) return 'Only whole numbers'
  return acceptedNumber(value, options)
}
