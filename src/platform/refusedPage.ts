import { isCodedError } from './errors'

/** Stands in the place of the number under which Next names a fault in what it answers. */
const mark = 'mintreu-part-away'

/**
 * A refusal (503) in the middle of a page is for Next a fault like any other, answered 500: this makes it one that edge
 * knows again in the answer. Everything else is handed on as it is.
 */
export function markedRefusal(error: unknown): unknown {
  return isCodedError(error) && error.status === 503 ? Object.assign(error, { digest: mark }) : error
}

/** Whether a page that web answered as a fault was refused by a part of it that is away or busy. */
export const isRefusedPage = (status: number, body: Buffer): boolean => status >= 500 && body.includes(mark)
