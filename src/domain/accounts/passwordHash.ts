import crypto from 'node:crypto'
import { type HashingLane, whenHashingHasRoom } from './hashingRoom'

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

/** A hash with a salt of its own, as Payload stores it. */
export async function hashPassword(password: string, lane: HashingLane): Promise<PasswordHash> {
  const salt = crypto.randomBytes(32).toString('hex')
  const digest = await whenHashingHasRoom(() => derive(password, salt), lane)
  return { hash: `${prefix}${digest.toString('hex')}`, salt }
}

/**
 * Whether the password is the one that was hashed. Hashes exactly once in every case: for an account that is not there
 * (`stored` null) too, so that the work says nothing about an address.
 */
export async function passwordMatches(
  password: string,
  stored: Partial<Record<'hash' | 'salt', string | null>> | null,
  lane: HashingLane,
): Promise<boolean> {
  const { hash, salt } = stored ?? {}
  const known = typeof hash === 'string' && typeof salt === 'string' && hash.startsWith(prefix)
  const digest = await whenHashingHasRoom(() => derive(password, known ? salt : 'nobody'), lane)
  if (!known) return false
  const expected = Buffer.from(hash.slice(prefix.length), 'hex')
  return expected.length === digest.length && crypto.timingSafeEqual(expected, digest)
}

/** The work of one hash for nothing. */
export async function hashForNothing(password: string): Promise<void> {
  await passwordMatches(password, null, 'stranger')
}

const derive = (password: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    crypto.pbkdf2(password, salt, rounds, bytes, 'sha256', (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
