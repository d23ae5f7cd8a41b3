import type { Field } from 'payload'
import { type SettingDefinition, settingDefinitions } from '@/domain/accounts/settings/definitions'
import { choice, integer, text } from '../fields/fields'

/** The stored form of every setting: what lies under a common name is a group. */
export function settingsFields(
  definitions: readonly SettingDefinition[] = settingDefinitions,
  depth = 0,
): Field[] {
  const nameOf = ({ key }: SettingDefinition) => key.split('.')[depth] ?? key
  return [...new Set(definitions.map(nameOf))].map((name): Field => {
    const under = definitions.filter((definition) => nameOf(definition) === name)
    const own = under.find(({ key }) => key.split('.').length === depth + 1)
    return own ? fieldOf(name, own) : { name, type: 'group', fields: settingsFields(under, depth + 1) }
  })
}

function fieldOf(name: string, definition: SettingDefinition): Field {
  const required = !definition.optional
  switch (definition.kind) {
    case 'rate':
    case 'whole':
    case 'amount': {
      const { min, max } = definition
      return integer(name, { required, min, max, ...defaultOf(definition) })
    }
    case 'wholes': {
      const { min, max, most } = definition
      const defaultValue = [...definition.default]
      return { name, type: 'number', hasMany: true, min, max, maxRows: most, defaultValue }
    }
    case 'choice':
      return choice(name, definition.options, { required, defaultValue: definition.default })
    case 'currencies':
      return { name, type: 'text', hasMany: true, required, defaultValue: [...definition.default] }
    case 'lines':
      return {
        name,
        type: 'array',
        maxRows: definition.most,
        fields: [text('line', { required: true, maxLength: 160 })],
      }
    case 'email':
      return { name, type: 'email', required }
    case 'country':
      return text(name, { required, minLength: 2, maxLength: 2 })
    case 'currency':
      return text(name, { required, minLength: 3, maxLength: 3, defaultValue: definition.default })
    case 'text':
      return text(name, { required, maxLength: definition.most, ...defaultOf(definition) })
  }
}

const defaultOf = <T>({ default: defaultValue }: { default?: T }): { defaultValue?: T } =>
  defaultValue === undefined ? {} : { defaultValue }
