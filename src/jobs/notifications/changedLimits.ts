import { hasText, wordsFor } from '@/platform/words'

interface Changes {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** Changed limits in words, field by field; groups are taken apart, what did not change is left out. */
export function changedLimits(locale: string, changes: Changes) {
  const before = flat(changes.before)
  const after = flat(changes.after)
  const say = sayIn(locale)
  return Object.keys(after)
    .filter((field) => hasText(`mail.license.limit.${field}`))
    .map((field) => ({ field, before: say(before[field]), after: say(after[field]) }))
    .filter((change) => change.before !== change.after)
}

function flat(fields: Record<string, unknown>): Record<string, unknown> {
  const { limits, ...rest } = fields
  return { ...rest, ...(typeof limits === 'object' ? limits : {}) }
}

const sayIn = (locale: string) => {
  const t = wordsFor(locale)
  return (value: unknown): string => {
    if (value === null || value === undefined) return t('mail.license.value.unlimited')
    if (typeof value === 'boolean') return t(`mail.license.value.${value ? 'yes' : 'no'}`)
    if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value)
    return Array.isArray(value) && value.length > 0 ? value.join(', ') : t('mail.license.value.none')
  }
}
