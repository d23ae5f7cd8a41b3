import crypto from 'node:crypto'
import { CodedError } from '@/platform/errors'

/**
 * Payload's password hash, 3.90: PBKDF2-SHA256 with 600,000 rounds and 32 bytes, stored as hex behind this prefix.
 * A test signs in through Payload itself with a hash made here, so that the two cannot drift apart.
 */
const prefix = 'pbkdf2-sha256-v1:'
const rounds = 600_000
const bytes = 32

export interface PasswordHash {
  hash: string
  salt: string
}

/** One hash takes a third of a second of a core: two at a time, and nobody waits behind a crowd. */
const atOnce = 2
const mostWaiting = 24
let running = 0
const waiting: (() => void)[] = []

/**
 * Runs `work`, which hashes once, when there is room. Held also around Payload's own hashing.
 * @throws CodedError 429 `busy` when too many wait already.
 */
export async function whenHashingHasRoom<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting)
      throw new CodedError({
        status: 429,
        code: 'busy',
        detail: 'Too many people are signing in at this moment. Try again in a few seconds.',
        retryAfterSeconds: 5,
      })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** A hash with a salt of its own, as Payload stores it. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = crypto.randomBytes(32).toString('hex')
  const digest = await whenHashingHasRoom(() => derive(password, salt))
  return { hash: `${prefix}${digest.toString('hex')}`, salt }
}

/**
 * Whether the password is the one that was hashed. Hashes exactly once in every case: for an account that is not there
 * (`stored` null) too, so that the work says nothing about an address.
 */
export async function passwordMatches(
  password: string,
  stored: Partial<Record<'hash' | 'salt', string | null>> | null,
): Promise<boolean> {
  const { hash, salt } = stored ?? {}
  const known = typeof hash === 'string' && typeof salt === 'string' && hash.startsWith(prefix)
  const digest = await whenHashingHasRoom(() => derive(password, known ? salt : 'nobody'))
  if (!known) return false
  const expected = Buffer.from(hash.slice(prefix.length), 'hex')
  return expected.length === digest.length && crypto.timingSafeEqual(expected, digest)
}

/** The work of one hash for nothing. */
export async function hashForNothing(password: string): Promise<void> {
  await passwordMatches(password, null)
}

const derive = (password: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    crypto.pbkdf2(password, salt, rounds, bytes, 'sha256', (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
