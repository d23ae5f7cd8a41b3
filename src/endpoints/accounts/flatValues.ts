import { isSetting } from '@/domain/accounts/settings/definitions'

/** `{commissionBps: {package: 1700}}` → `{'commissionBps.package': 1700}`: objects are opened until a setting is reached. */
export function flatValues(nested: Record<string, unknown>, path = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(nested)) {
    const key = path + name
    if (isGroup(value) && !isSetting(key)) Object.assign(flat, flatValues(value, `${key}.`))
    else flat[key] = value
  }
  return flat
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
