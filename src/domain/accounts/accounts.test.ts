import crypto from 'node:crypto'
import type { Payload } from 'payload'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { accountMailUrl } from './accountMails'
import { changePassword } from './changePassword'
import { personOfToken } from './personOfToken'
import { accountTokenRecord, customerDocument, userDocument } from './records'
import { registerPerson } from './registerPerson'
import { requestPasswordReset, resetPassword } from './resetPassword'
import { signIn } from './signIn'
import { signOut, signOutOthers } from './signOut'
import { requestVerification, verifyEmail } from './verifyEmail'

let payload: Payload
let database: Database
const actor: Actor = { kind: 'person', id: 'guest', address: '192.0.2.7', requestId: null }
const password = 'violin kettle harbor moss'
const other = 'copper lantern drift shoal'

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const register = (email = 'ann@example.com', name = 'Ann Lee') =>
  registerPerson({ payload, actor, name, email, password })
const enter = (email = 'ann@example.com', word = password, from: Actor = actor) =>
  signIn({ payload, actor: from, email, password: word, userAgent: 'Test browser' })
const userOf = async (email = 'ann@example.com') => {
  const user = await collectionOf(database, userDocument).findOne({ email })
  if (!user) throw new Error(`no user ${email}`)
  return user
}
const mailsOf = (template: string) =>
  collectionOf(database, outboxRow).find({ kind: 'mail', 'payload.template': template }).toArray()

/** The secret, as the person reads it in the newest mail of that kind. */
async function secretOf(template: 'verify-email' | 'reset-password'): Promise<string> {
  const mail = (await mailsOf(template)).at(-1)
  if (!mail) throw new Error(`no mail ${template}`)
  const url = accountMailUrl('http://shop.test', template, mail.payload.data)
  return new URL(url).pathname.split('/').at(-1) ?? ''
}

async function makeGuest(email: string, user: string | null = null): Promise<string> {
  const id = newId('cus')
  const at = new Date()
  const document = { _id: id, email, user, createdAt: at, updatedAt: at }
  await collectionOf(database, customerDocument).insertOne(document)
  return id
}

/** Registered, verified and signed in. */
async function verified(email = 'ann@example.com') {
  await register(email)
  const { user, ...session } = await enter(email)
  await verifyEmail({ payload, actor, secret: await secretOf('verify-email'), userId: user._id })
  return { userId: user._id, ...session }
}

describe('registering [ID-1]', () => {
  it('makes an unverified customer and mails a link to verify', async () => {
    await register('Ann@Example.com ')
    const user = await userOf('ann@example.com')
    expect(user).toMatchObject({ name: 'Ann Lee', roles: ['customer'] })
    expect(user._id).toMatch(/^usr_/)
    expect(user.emailVerifiedAt ?? null).toBeNull()
    const [mail] = await mailsOf('verify-email')
    expect(mail?.payload).toMatchObject({ to: user._id, locale: 'en', data: { name: 'Ann' } })
  })

  it('answers the same for an address that has an account, and tells its owner by mail', async () => {
    const first = await register()
    const before = await userOf()
    const again = await registerPerson({
      payload,
      actor,
      name: 'Mallory',
      email: 'ann@example.com',
      password: other,
    })
    expect(again).toEqual(first)
    expect(await userOf()).toEqual(before)
    expect(await mailsOf('already-registered')).toHaveLength(1)
    expect(await mailsOf('verify-email')).toHaveLength(1)
  })

  it('hashes once for a new address and once for a known one', async () => {
    const hashes = vi.spyOn(crypto, 'pbkdf2')
    await register()
    expect(hashes).toHaveBeenCalledTimes(1)
    await register()
    expect(hashes).toHaveBeenCalledTimes(2)
  })

  it('makes one account of ten registrations at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => register()))
    expect(await collectionOf(database, userDocument).countDocuments({})).toBe(1)
    expect(await mailsOf('verify-email')).toHaveLength(1)
  })

  it('names every field that needs another look, and stores nothing', async () => {
    await expect(
      registerPerson({ payload, actor, name: ' ', email: 'nobody', password: 'short' }),
    ).rejects.toMatchObject({
      status: 422,
      code: 'input_invalid',
      errors: [{ path: 'name' }, { path: 'email' }, { path: 'password', code: 'too_short' }],
    })
    expect(await collectionOf(database, userDocument).countDocuments({})).toBe(0)
  })

  it('keeps the secret out of the database and the outbox', async () => {
    await register()
    const secret = await secretOf('verify-email')
    expect(secret).toMatch(/^[\w-]{43}$/)
    for (const name of ['outbox', 'account-tokens', 'users', 'audit']) {
      const rows = await database.db.collection(name).find({}).toArray()
      expect(JSON.stringify(rows)).not.toContain(secret)
    }
  })
})

describe('signing in [ID-1]', () => {
  it('opens a session that Payload itself knows', async () => {
    await register()
    const { token, user, sessionId } = await enter('ANN@example.com')
    expect(await personOfToken(payload, token)).toEqual({
      id: user._id,
      email: 'ann@example.com',
      name: 'Ann Lee',
      roles: ['customer'],
      memberships: [],
      emailVerified: false,
      sessionId,
    })
  })

  it('takes a password that Payload hashed, and Payload takes one that we hashed', async () => {
    const { userId, sessionId } = await verified()
    await changePassword({ payload, actor, userId, sessionId, current: password, password: other })
    const through = await payload.login({
      collection: 'users',
      data: { email: 'ann@example.com', password: other },
    })
    expect(through.user?.id).toBe(userId)
  })

  it('answers the same for a wrong password, an unknown address, a locked account and no address at all', async () => {
    await register()
    await register('locked@example.com')
    await collectionOf(database, userDocument).updateOne(
      { email: 'locked@example.com' },
      { $set: { lockedAt: new Date() } },
    )
    const tries = [
      enter('ann@example.com', other),
      enter('nobody@example.com'),
      enter('locked@example.com'),
      enter('no address'),
    ]
    const answers = await Promise.allSettled(tries)
    const told = answers.map((answer) =>
      answer.status === 'rejected' ? { ...answer.reason, message: answer.reason.message } : 'signed in',
    )
    expect(told[0]).toMatchObject({ status: 401, code: 'sign_in_failed' })
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('hashes exactly once whatever is wrong, and when all is right', async () => {
    await register()
    const hashes = vi.spyOn(crypto, 'pbkdf2')
    const cost = async (work: Promise<unknown>) => {
      hashes.mockClear()
      await work.catch(() => undefined)
      return hashes.mock.calls.map(([, , rounds, bytes, digest]) => [rounds, bytes, digest])
    }
    const once = [[600_000, 32, 'sha256']]
    expect(await cost(enter())).toEqual(once)
    expect(await cost(enter('ann@example.com', other))).toEqual(once)
    expect(await cost(enter('nobody@example.com'))).toEqual(once)
    expect(await cost(enter('not an address'))).toEqual(once)
    await collectionOf(database, userDocument).updateOne({}, { $set: { lockedAt: new Date() } })
    expect(await cost(enter())).toEqual(once)
  })

  it('hashes two at a time', async () => {
    await register()
    let running = 0
    let most = 0
    const real = crypto.pbkdf2
    vi.spyOn(crypto, 'pbkdf2').mockImplementation((word, salt, rounds, bytes, digest, done) => {
      most = Math.max(most, ++running)
      real(word, salt, rounds, bytes, digest, (error, key) => {
        running--
        done(error, key)
      })
    })
    await Promise.allSettled(Array.from({ length: 6 }, (_, n) => enter(`nobody${n}@example.com`)))
    expect(most).toBe(2)
  })

  it('slows down after five wrong passwords from one address, without a hash, and lets others in', async () => {
    await register()
    for (let n = 0; n < 5; n++)
      await expect(enter('ann@example.com', other)).rejects.toMatchObject({ code: 'sign_in_failed' })
    const hashes = vi.spyOn(crypto, 'pbkdf2')
    const refused = await enter().catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 429, code: 'too_many_attempts' })
    expect(refused).toHaveProperty('retryAfterSeconds', expect.any(Number))
    expect(hashes).not.toHaveBeenCalled()
    await expect(
      enter('ann@example.com', password, { ...actor, address: '198.51.100.1' }),
    ).resolves.toHaveProperty('token')
  })

  it('slows down for an address without an account just the same', async () => {
    for (let n = 0; n < 5; n++)
      await expect(enter('nobody@example.com')).rejects.toMatchObject({ code: 'sign_in_failed' })
    await expect(enter('nobody@example.com')).rejects.toMatchObject({ code: 'too_many_attempts' })
  })

  it('lets no more than the free ones of thirty parallel guesses through', async () => {
    await register()
    const hashes = vi.spyOn(crypto, 'pbkdf2')
    await Promise.allSettled(Array.from({ length: 30 }, () => enter('ann@example.com', other)))
    expect(hashes).toHaveBeenCalledTimes(5)
  })

  it('loses to a password that was reset while it hashed', async () => {
    const { userId, sessionId } = await verified()
    const slow = enter()
    await changePassword({ payload, actor, userId, sessionId, current: password, password: other })
    const outcome = await slow.then(
      ({ token }) => personOfToken(payload, token),
      () => null,
    )
    expect(outcome).toBeNull()
  })
})

describe('signing out [ID-1]', () => {
  it('ends the session on the server: a copy of the cookie opens nothing', async () => {
    const { userId, sessionId, token } = await verified()
    const elsewhere = await enter()
    await signOut({ payload, actor, userId, sessionId })
    expect(await personOfToken(payload, token)).toBeNull()
    expect(await personOfToken(payload, elsewhere.token)).not.toBeNull()
  })

  it('ends all others and stays', async () => {
    const { userId, sessionId, token } = await verified()
    const elsewhere = await enter()
    expect(await signOutOthers({ payload, actor, userId, sessionId })).toBe(1)
    expect(await personOfToken(payload, elsewhere.token)).toBeNull()
    expect(await personOfToken(payload, token)).not.toBeNull()
  })

  it('shows nothing to a session of a locked account, or to a forged token', async () => {
    const { token } = await verified()
    await collectionOf(database, userDocument).updateOne({}, { $set: { lockedAt: new Date() } })
    expect(await personOfToken(payload, token)).toBeNull()
    expect(await personOfToken(payload, `${token.slice(0, -4)}AAAA`)).toBeNull()
    expect(await personOfToken(payload, 'nonsense')).toBeNull()
  })
})

describe('verifying the address [ID-1, BUY-2]', () => {
  it('gives the person what was bought with the address as a guest, once', async () => {
    const mine = await makeGuest('ann@example.com')
    const foreign = await makeGuest('bob@example.com')
    const taken = await makeGuest('ann@example.com', 'usr_somebodyelse0')
    const { userId } = await verified()
    const customers = await collectionOf(database, customerDocument).find({}).toArray()
    const ownerOf = (id: string) => customers.find((customer) => customer._id === id)?.user ?? null
    expect(ownerOf(mine)).toBe(userId)
    expect(ownerOf(foreign)).toBeNull()
    expect(ownerOf(taken)).toBe('usr_somebodyelse0')
    expect(customers.find((customer) => customer._id === mine)?.emailVerifiedAt).toBeInstanceOf(Date)
    expect((await userOf()).emailVerifiedAt).toBeInstanceOf(Date)
    const claims = await collectionOf(database, auditRecord).find({ act: 'customer.claim' }).toArray()
    expect(claims.map((entry) => entry.target.id)).toEqual([mine])
  })

  it('claims nothing before: registering and signing in with a foreign address gains nothing', async () => {
    const guest = await makeGuest('ann@example.com')
    await register()
    await enter()
    const customer = await collectionOf(database, customerDocument).findOne({ _id: guest })
    expect(customer?.user ?? null).toBeNull()
  })

  it('refuses the link to a person whose account it is not for', async () => {
    const guest = await makeGuest('ann@example.com')
    await register()
    const secret = await secretOf('verify-email')
    await register('mallory@example.com')
    const mallory = await userOf('mallory@example.com')
    await expect(verifyEmail({ payload, actor, secret, userId: mallory._id })).rejects.toMatchObject({
      code: 'account_link_invalid',
    })
    expect((await collectionOf(database, customerDocument).findOne({ _id: guest }))?.user ?? null).toBeNull()
    const ann = await userOf()
    await expect(verifyEmail({ payload, actor, secret, userId: ann._id })).resolves.toBe(1)
  })

  it('takes the link once of twenty at the same time', async () => {
    await makeGuest('ann@example.com')
    await register()
    const { _id: userId } = await userOf()
    const secret = await secretOf('verify-email')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => verifyEmail({ payload, actor, secret, userId })),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'account_link_invalid' })
    expect(await collectionOf(database, auditRecord).countDocuments({ act: 'customer.claim' })).toBe(1)
  })

  it('refuses a link that is older than a day', async () => {
    await register()
    const { _id: userId } = await userOf()
    const secret = await secretOf('verify-email')
    await collectionOf(database, accountTokenRecord).updateMany(
      {},
      { $set: { expiresAt: new Date(Date.now() - 1) } },
    )
    await expect(verifyEmail({ payload, actor, secret, userId })).rejects.toMatchObject({
      code: 'account_link_invalid',
    })
  })

  it('lives a day, and the link to a new password an hour', async () => {
    await register()
    await requestPasswordReset({ payload, actor, email: 'ann@example.com' })
    const lives = await collectionOf(database, accountTokenRecord).find({}).toArray()
    const hours = Object.fromEntries(
      lives.map((token) => [
        token.purpose,
        (token.expiresAt.getTime() - token.createdAt.getTime()) / 3_600_000,
      ]),
    )
    expect(hours).toEqual({ 'verify-email': 24, 'reset-password': 1 })
  })

  it('claims at the next sign-in what was bought as a guest after verifying', async () => {
    const { userId } = await verified()
    const later = await makeGuest('ann@example.com')
    await enter()
    expect((await collectionOf(database, customerDocument).findOne({ _id: later }))?.user).toBe(userId)
  })

  it('sends the mail again, but not to who is verified and not without end', async () => {
    await register()
    const { _id: userId } = await userOf()
    for (let n = 0; n < 8; n++) await requestVerification({ payload, actor, userId })
    const sent = (await mailsOf('verify-email')).length
    expect(sent).toBeGreaterThan(1)
    expect(sent).toBeLessThan(7)
  })
})

describe('a new password [ID-1]', () => {
  it('is set by the mailed link, ends every session, verifies the address and is told by mail', async () => {
    const guest = await makeGuest('ann@example.com')
    await register()
    const { token, user } = await enter()
    await requestPasswordReset({ payload, actor, email: 'Ann@example.com' })
    const secret = await secretOf('reset-password')
    await expect(resetPassword({ payload, actor, secret, password: other })).resolves.toBe('ann@example.com')
    expect(await personOfToken(payload, token)).toBeNull()
    await expect(enter()).rejects.toMatchObject({ code: 'sign_in_failed' })
    await expect(enter('ann@example.com', other)).resolves.toMatchObject({ user: { _id: user._id } })
    expect((await userOf()).emailVerifiedAt).toBeInstanceOf(Date)
    expect((await collectionOf(database, customerDocument).findOne({ _id: guest }))?.user).toBe(user._id)
    expect(await mailsOf('password-changed')).toHaveLength(1)
  })

  it('is asked for with the same answer for an unknown address, and no mail', async () => {
    await register()
    const known = await requestPasswordReset({ payload, actor, email: 'ann@example.com' })
    const unknown = await requestPasswordReset({ payload, actor, email: 'nobody@example.com' })
    expect(unknown).toEqual(known)
    expect(await mailsOf('reset-password')).toHaveLength(1)
  })

  it('is taken once of twenty at the same time', async () => {
    await register()
    await requestPasswordReset({ payload, actor, email: 'ann@example.com' })
    const secret = await secretOf('reset-password')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        resetPassword({ payload, actor: { ...actor, address: null }, secret, password: other }),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await mailsOf('password-changed')).toHaveLength(1)
  })

  it('needs a link of its own kind', async () => {
    await register()
    const secret = await secretOf('verify-email')
    await expect(resetPassword({ payload, actor, secret, password: other })).rejects.toMatchObject({
      code: 'account_link_invalid',
    })
  })

  it('keeps the link when the new password is too weak', async () => {
    await register()
    await requestPasswordReset({ payload, actor, email: 'ann@example.com' })
    const secret = await secretOf('reset-password')
    await expect(resetPassword({ payload, actor, secret, password: 'password1234' })).rejects.toMatchObject({
      code: 'input_invalid',
    })
    await expect(resetPassword({ payload, actor, secret, password: other })).resolves.toBe('ann@example.com')
  })

  it('is changed by who knows the old one, and signs out every other browser', async () => {
    const { userId, sessionId, token } = await verified()
    const elsewhere = await enter()
    await expect(
      changePassword({ payload, actor, userId, sessionId, current: other, password: other }),
    ).rejects.toMatchObject({ code: 'input_invalid', errors: [{ path: 'current' }] })
    await changePassword({ payload, actor, userId, sessionId, current: password, password: other })
    expect(await personOfToken(payload, token)).not.toBeNull()
    expect(await personOfToken(payload, elsewhere.token)).toBeNull()
    await expect(enter('ann@example.com', other)).resolves.toHaveProperty('token')
    expect(await mailsOf('password-changed')).toHaveLength(1)
  })
})
