import { CodedError } from '@/platform/errors'
import { counter, gauge } from '@/platform/metrics'

/**
 * Who waits for a hash: browsers that an account knows (and whoever is signed in, or holds a mailed secret) go before
 * strangers, so that a crowd of strangers keeps no owner waiting.
 */
export type HashingLane = 'known' | 'stranger'

/** One hash takes a third of a second of a core: two at a time, and nobody waits behind a crowd. */
const atOnce = 2
const mostWaiting = 24
let running = 0
const waiting: Record<HashingLane, (() => void)[]> = { known: [], stranger: [] }

const waitingGauge = gauge('password_hashes_waiting', 'Password hashes that wait for room.', ['lane'])
const refusals = counter('password_hashes_refused_total', 'Hashes refused because too many waited.', ['lane'])

/**
 * Runs `work`, which hashes once, when there is room. Held also around Payload's own hashing.
 * @throws CodedError 503 `busy` when too many wait already.
 */
export async function whenHashingHasRoom<T>(work: () => Promise<T>, lane: HashingLane): Promise<T> {
  if (running >= atOnce) {
    refuseWhenFull(lane)
    await new Promise<void>((resolve) => {
      waiting[lane].push(resolve)
      show(lane)
    })
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    const next = waiting.known.shift() ?? waiting.stranger.shift()
    if (next) next()
    else running--
    show('known')
    show('stranger')
  }
}

/**
 * Asked before anything is counted or read: a flood is turned away for nothing.
 * @throws CodedError 503 `busy`.
 */
export function refuseWhenFull(lane: HashingLane): void {
  if (running < atOnce || waiting[lane].length < mostWaiting) return
  refusals.inc({ lane })
  throw new CodedError({
    status: 503,
    code: 'busy',
    detail: 'Too many people are signing in at this moment. Try again in a few seconds.',
    retryAfterSeconds: 5,
  })
}

const show = (lane: HashingLane): void => waitingGauge.set({ lane }, waiting[lane].length)
