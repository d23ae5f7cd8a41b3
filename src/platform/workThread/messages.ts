import type { CodedError } from '../errors'

/** What the two threads say to each other. Inputs and values are whatever structured cloning carries. */
export interface Ask {
  id: number
  operation: string
  input: unknown
}

export type Answer =
  | { id: number; value: unknown }
  /** A refusal that the caller can act on, as a CodedError says it. */
  | { id: number; refusal: ConstructorParameters<typeof CodedError>[0] }
  | { id: number; fault: { message: string; stack: string | undefined } }

export type FromThread =
  | Answer
  /** It takes questions now. */
  | { isReady: true }
  /** Once a second: it lives. */
  | { figures: Record<string, number> }

export type ToThread = Ask | { stop: true }

/** Operations of a thread, by name: one plain input, one plain value. */
export type Operations = { [name: string]: (input: never) => Promise<unknown> }
