import { z } from 'zod'
import type { Settings } from '../settings'
import { type SettingDefinition, settingDefinition } from './definitions'

/** Of some settings, by their key: `{'commissionBps.package': 1700, holdDays: 10}`. Null: left empty. */
export type SettingValues = Record<string, SettingValue>
export type SettingValue = number | string | number[] | string[] | null

const currency = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z]{3}$/, 'Three letters each, such as usd')

/** What is accepted for a setting. */
export function settingSchema(definition: SettingDefinition): z.ZodType<SettingValue> {
  const schema = filledSchema(definition)
  if (!definition.optional) return schema
  return z.preprocess((value) => (value === '' ? null : value), schema.nullable())
}

function filledSchema(definition: SettingDefinition): z.ZodType<SettingValue> {
  switch (definition.kind) {
    case 'rate':
    case 'whole':
    case 'amount':
      return z.number().int('Whole numbers only').min(definition.min).max(definition.max)
    case 'wholes':
      return z
        .array(z.number().int('Whole numbers only').min(definition.min).max(definition.max))
        .max(definition.most)
        .transform((values) => [...new Set(values)].sort((a, b) => b - a))
    case 'choice':
      return z.enum(definition.options)
    case 'currency':
      return currency
    case 'currencies':
      return z
        .array(currency)
        .min(1)
        .max(20)
        .transform((values) => [...new Set(values)])
    case 'text':
      return z.string().trim().min(1).max(definition.most)
    case 'lines':
      return z.array(z.string().trim().min(1).max(160)).max(definition.most)
    case 'country':
      return z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, 'Two letters, such as DE')
    case 'email':
      return z.email().max(254)
  }
}

/** The value of one setting as it is set: an address as its lines. */
export function settingValue(settings: Settings, key: string): SettingValue {
  if (key === 'company.address') return settings.company.address.map(({ line }) => line)
  let node: unknown = settings
  for (const part of key.split('.'))
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined
  return (node ?? null) as SettingValue
}

export const valuesOf = (settings: Settings, keys: readonly string[]): SettingValues =>
  Object.fromEntries(keys.map((key) => [key, settingValue(settings, key)]))

/** A copy of what is stored in which some settings have other values. */
export function withValues(row: Record<string, unknown>, values: SettingValues): Record<string, unknown> {
  const copy = structuredClone(row)
  for (const [key, value] of Object.entries(values)) put(copy, key.split('.'), storedValue(key, value))
  return copy
}

const storedValue = (key: string, value: SettingValue): unknown =>
  settingDefinition(key).kind === 'lines' && Array.isArray(value) ? value.map((line) => ({ line })) : value

function put(node: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    node[first] = value
    return
  }
  const inner = node[first]
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  node[first] = next
  put(next, rest, value)
}

export const isSame = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b)
