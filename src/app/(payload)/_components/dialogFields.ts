/** One input of an act's dialog, as the server describes it. */
export interface DialogField {
  /** A path in the body: `limits.seats`. */
  name: string
  label: string
  kind: 'number' | 'date' | 'datetime' | 'check' | 'choice' | 'lines' | 'list' | 'email' | 'text'
  /** As the input shows it. */
  value: string
  hint?: string
  options?: { value: string; label: string }[]
  /** Numbers: what is sent for one that is typed; 100 where percent are typed and basis points sent. */
  scale?: number
  /** Numbers, as they are typed. */
  min?: number
  max?: number
  /** Sent also when it was not changed. */
  always?: boolean
  required?: boolean
}

export type DialogValues = Record<string, string>

export const valuesOf = (fields: readonly DialogField[]): DialogValues =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]))

/** Whether everything that must be there is there. */
export const isComplete = (fields: readonly DialogField[], values: DialogValues): boolean =>
  fields.every(({ name, required }) => !required || (values[name] ?? '').trim() !== '')

/** The body of the act: only what was changed, or is always sent, each as its kind. */
export function bodyOf(fields: readonly DialogField[], values: DialogValues): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of fields) {
    const text = values[field.name] ?? ''
    if (!field.always && text === field.value) continue
    put(body, field.name.split('.'), typed(field, text))
  }
  return body
}

function typed({ kind, options, scale }: DialogField, text: string): unknown {
  const given = text.trim()
  if (kind === 'check') return text === 'yes'
  if (kind === 'lines') return given.split(/\s*\n\s*/).filter(Boolean)
  if (kind === 'list')
    return given
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(wholeOrText)
  if (kind === 'number') return given === '' ? null : scaled(Number(given), scale)
  // Moments are typed and meant in UTC.
  if (kind === 'datetime') return given === '' ? null : `${given.slice(0, 16)}:00Z`
  if (kind === 'choice' && options?.every(({ value }) => /^\d+$/.test(value)))
    return given === '' ? null : Number(given)
  return kind === 'date' && given === '' ? null : given
}

/** Where there is a scale, to the nearest whole: 17.35 % is 1735 basis points, whatever floats say. */
const scaled = (value: number, scale?: number): number =>
  scale === undefined ? value : Math.round(value * scale)

const wholeOrText = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text)

function put(body: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    body[first] = value
    return
  }
  const inner = body[first]
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  body[first] = next
  put(next, rest, value)
}
