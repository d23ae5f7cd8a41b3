import { randomBytes } from 'node:crypto'

/** An id that a caller may choose: long enough to be one, nothing that could break a log line. */
const sane = /^[A-Za-z0-9._-]{8,64}$/

/** Of this process; with a count behind it no two are alike, and none costs more than an addition. */
const own = randomBytes(9).toString('hex')
let made = 0

/** `X-Request-Id`, taken over when sane, else made (spec/API.md, common rules). */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && sane.test(header) ? header : `req_${own}${(++made).toString(36)}`
}
