/** Both ends included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The `Range` header for a file of so many bytes (RFC 9110 §14). One range only: more of them, or another unit, is
 * answered whole, which the standard allows.
 * @returns null: whole.
 */
export function parseRange(header: string | null, bytes: number): ByteRange | 'unsatisfiable' | null {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!parts) return null
  const [, first = '', last = ''] = parts
  if (first === '' && last === '') return null
  if (first === '') {
    const suffix = Number(last)
    if (suffix === 0 || bytes === 0) return 'unsatisfiable'
    return { start: Math.max(0, bytes - suffix), end: bytes - 1 }
  }
  const start = Number(first)
  if (start >= bytes) return 'unsatisfiable'
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return end < start ? null : { start, end }
}
