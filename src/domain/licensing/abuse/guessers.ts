import { BoundedMap } from '@/platform/boundedMap'

/** So many wrong keys are typing errors: nobody waits for them. */
export const freeMisses = 10
/** One miss is forgiven in so long. */
const forgiveMs = 60_000
const longestWaitSeconds = 900
/** Went on after it was made to wait: from here on it is told, by a line in the log, a figure, a row that staff see. */
const reportMisses = freeMisses + 2
const maxWatched = 20_000

interface Watched {
  misses: number
  /** When `misses` was true; it falls with time. */
  at: number
  /** Before this no further key of this address is looked at that is not known already. */
  waitUntil: number
  reported: boolean
}

export interface Miss {
  misses: number
  waitSeconds: number
  /** Told once for each bout of guessing. */
  isNews: boolean
}

/**
 * Addresses that ask for keys that do not exist, in this process (LIC-8). After a few misses each further one doubles the
 * time for which no other *unknown* key of that address is looked at; keys that are known to be good are answered as ever,
 * so that an office behind one address does not pay for a guesser in it. Times in milliseconds of a clock that never goes
 * back.
 */
export class Guessers {
  private readonly watched = new BoundedMap<string, Watched>(maxWatched)

  /** Seconds before a key that is not known may be tried from there; 0: now. */
  waitOf(address: string, at: number): number {
    const known = this.watched.get(address)
    return known && known.waitUntil > at ? Math.ceil((known.waitUntil - at) / 1_000) : 0
  }

  /** A key that was none. */
  miss(address: string, at: number): Miss {
    const before = this.watched.get(address)
    const forgiven = before ? Math.floor((at - before.at) / forgiveMs) : 0
    const misses = Math.max(0, (before?.misses ?? 0) - forgiven) + 1
    const waitSeconds = waitAfter(misses)
    const isNews = misses >= reportMisses && before?.reported !== true
    this.watched.set(address, {
      misses,
      at: before ? before.at + forgiven * forgiveMs : at,
      waitUntil: at + waitSeconds * 1_000,
      reported: misses > freeMisses && (isNews || before?.reported === true),
    })
    return { misses, waitSeconds, isNews }
  }
}

/** 0 up to the free ones, then 1, 2, 4, 8 … seconds, a quarter of an hour at most. */
export const waitAfter = (misses: number): number =>
  misses <= freeMisses ? 0 : Math.min(longestWaitSeconds, 2 ** Math.min(20, misses - freeMisses - 1))
