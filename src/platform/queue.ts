import { z } from 'zod'
import { addSeconds } from './time'

/** What inbox and outbox rows share: a lease of seconds with a fencing number, tries, and an end. */
export const queueFields = {
  state: z.enum(['due', 'done', 'parked']),
  attempts: z.number().int(),
  /** Tries of these that only found that it is not time yet: they lead to no parking. */
  waits: z.number().int().optional(),
  /** Not before this time. */
  nextAt: z.date(),
  lease: z
    .strictObject({
      owner: z.string(),
      until: z.date(),
      fence: z.number().int(),
    })
    .nullable(),
  error: z.string().nullable(),
  createdAt: z.date(),
  doneAt: z.date().nullable(),
}

export const freshQueueFields = (now: Date) => ({
  state: 'due' as const,
  attempts: 0,
  nextAt: now,
  lease: null,
  error: null,
  createdAt: now,
  doneAt: null,
})

/** When the next try is due: 2 s, 4 s, 8 s … at most 15 minutes, with a quarter of jitter. */
export function nextTryAt(now: Date, attempts: number, random: () => number = Math.random): Date {
  const seconds = Math.min(900, 2 ** Math.min(attempts, 12))
  return addSeconds(now, seconds * (0.75 + random() * 0.5))
}

/** When to look again whether somebody answers who did not: as above, and at most five minutes later. */
export function nextAskAt(now: Date, waits: number, random: () => number = Math.random): Date {
  const seconds = Math.min(300, 2 ** Math.min(waits, 12))
  return addSeconds(now, seconds * (0.75 + random() * 0.25))
}

/** After so many tries a row is parked: staff see it and may start it again. */
export const maxQueueAttempts = 14
