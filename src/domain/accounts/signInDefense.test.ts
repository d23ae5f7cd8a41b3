import crypto from 'node:crypto'
import type { Payload } from 'payload'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Actor } from '@/platform/actor'
import { attemptCounterRecord } from '@/platform/attemptLimiter'
import { collectionOf, type Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { accountMailUrl } from './accountMails'
import { browserToken, knownBrowser, noteSeen } from './browsers'
import { changePassword } from './changePassword'
import { listSessions } from './listSessions'
import { personOfToken } from './personOfToken'
import { knownBrowserRecord, userDocument } from './records'
import { registerPerson } from './registerPerson'
import { requestPasswordReset, resetPassword } from './resetPassword'
import { publicSessionId } from './sessions'
import { signIn } from './signIn'
import { signOut, signOutEverywhere, signOutOne } from './signOut'

let payload: Payload
let database: Database
const email = 'ann@example.com'
const password = 'violin kettle harbor moss'
const wrong = 'copper lantern drift shoal'
const at = (address: string | null): Actor => ({ kind: 'person', id: 'guest', address, requestId: null })
const home = '192.0.2.7'

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(async () => {
  await emptyDatabase(database)
  await registerPerson({ payload, actor: at(null), name: 'Ann Lee', email, password })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const enter = (address: string, word = password, token: string | null = null, to = email) =>
  signIn({ payload, actor: at(address), email: to, password: word, browserToken: token })
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'in',
    (error: unknown) => (error instanceof Object && 'code' in error ? String(error.code) : 'fault'),
  )
const guess = (address: string, token: string | null = null) => outcomeOf(enter(address, wrong, token))
/** All in the same moment: how slow the machine is does not matter. */
const atOnce = (count: number, work: (n: number) => Promise<string>): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)))
/** As after an hour of guesses from everywhere: the next slot of the whole account is far away. */
async function underAttack(): Promise<void> {
  const _id = `sign-in-account:${crypto.createHash('sha256').update(email).digest('hex')}`
  const counters = collectionOf(database, attemptCounterRecord)
  await counters.deleteOne({ _id })
  await counters.insertOne({
    _id,
    count: 1_000,
    allowed: true,
    nextAt: new Date(Date.now() + 3_600_000),
    expiresAt: new Date(Date.now() + 7_200_000),
  })
}
const hashes = () => vi.spyOn(crypto, 'pbkdf2')

describe('an account that strangers hammer [ID-1]', () => {
  it('lets its owner in with a browser that it knows, from wherever', async () => {
    const { browser } = await enter(home)
    await underAttack()
    expect(await atOnce(8, () => guess(home))).toContain('too_many_attempts')
    expect(await outcomeOf(enter(home, password, browserToken(browser)))).toBe('in')
  })

  it('lets its owner in with the right password in front of a new computer', async () => {
    await underAttack()
    expect(await outcomeOf(enter('198.51.100.9'))).toBe('in')
  })

  it('gives each network three tries, and no hash beyond', async () => {
    await underAttack()
    const spy = hashes()
    const outcomes: string[] = []
    for (let n = 1; n <= 6; n++) outcomes.push(await guess(`203.0.113.${n}`))
    expect(outcomes).toEqual([...Array(3).fill('sign_in_failed'), ...Array(3).fill('too_many_attempts')])
    expect(spy).toHaveBeenCalledTimes(3)
  })

  it('leaves its owner a link to a new password that works, however often strangers ask for one', async () => {
    for (let n = 0; n < 12; n++) await requestPasswordReset({ payload, actor: at(`198.51.100.${n}`), email })
    // Registering with the address spends none of these mails.
    for (let n = 0; n < 3; n++)
      await registerPerson({ payload, actor: at(null), name: 'Mallory', email, password: wrong })
    const mails = await collectionOf(database, outboxRow)
      .find({ 'payload.template': 'reset-password' })
      .toArray()
    expect(mails).toHaveLength(4)
    const counter = await collectionOf(database, attemptCounterRecord).findOne({ _id: /^account-mail-reset/ })
    const waitMs = (counter?.nextAt.getTime() ?? 0) - Date.now()
    expect(waitMs).toBeLessThan(3_600_000)
  })
})

describe('a browser that an account knows [ID-1]', () => {
  it('guesses slowly too: ten are free', async () => {
    const { browser } = await enter(home)
    const outcomes = await atOnce(12, () => guess(home, browserToken(browser)))
    expect(outcomes.sort()).toEqual([
      ...Array(10).fill('sign_in_failed'),
      ...Array(2).fill('too_many_attempts'),
    ])
  })

  it('is known to the account that was signed in with it, and to no other', async () => {
    await registerPerson({
      payload,
      actor: at(null),
      name: 'Mallory',
      email: 'm@example.com',
      password: wrong,
    })
    const mallory = await enter('203.0.113.1', wrong, null, 'm@example.com')
    await underAttack()
    const token = browserToken(mallory.browser)
    for (let n = 0; n < 3; n++) expect(await guess('203.0.113.1', token)).toBe('sign_in_failed')
    expect(await guess('203.0.113.1', token)).toBe('too_many_attempts')
  })

  it.each(['', 'nonsense', 'eyJhbGciOiJub25lIn0.eyJicm93c2VyIjoiYSJ9.'])(
    'is not made up: %j',
    async (token) => {
      await underAttack()
      for (let n = 0; n < 3; n++) await guess(home, token)
      expect(await guess(home, token)).toBe('too_many_attempts')
    },
  )

  it('is told of by mail where the account had another before, once', async () => {
    const told = () => collectionOf(database, outboxRow).countDocuments({ 'payload.template': 'new-browser' })
    const first = await enter(home)
    expect(await told()).toBe(0)
    await enter(home, password, browserToken(first.browser))
    expect(await told()).toBe(0)
    const second = await enter('198.51.100.9')
    expect(await told()).toBe(1)
    await enter('198.51.100.9', password, browserToken(second.browser))
    expect(await told()).toBe(1)
    const mail = await collectionOf(database, outboxRow).findOne({ 'payload.template': 'new-browser' })
    expect(mail?.payload).toMatchObject({ data: { network: '198.51.100.0/24' } })
    expect(JSON.stringify(mail)).not.toContain('198.51.100.9')
  })
})

describe('addresses of guessers [LIC-8, ID-1]', () => {
  it('an IPv6 guesser has one count in its /64, and another /64 its own', async () => {
    const outcomes = await atOnce(7, (n) => guess(`2001:db8:1:2:${n}::${n + 1}`))
    expect(outcomes.sort()).toEqual([
      ...Array(5).fill('sign_in_failed'),
      ...Array(2).fill('too_many_attempts'),
    ])
    expect(await guess('2001:db8:1:3::1')).toBe('sign_in_failed')
  })

  it('an IPv4 address written as IPv6 is the same address', async () => {
    const outcomes = await atOnce(7, (n) => guess(n % 2 ? home : `::ffff:${home}`))
    expect(outcomes.sort()).toEqual([
      ...Array(5).fill('sign_in_failed'),
      ...Array(2).fill('too_many_attempts'),
    ])
  })
})

describe('two hundred sign-ins at once [ID-1]', () => {
  it('hash two at a time; beyond the line 503 with the time to wait, and the owner goes before strangers', async () => {
    const { browser } = await enter(home)
    let running = 0
    let most = 0
    let done = 0
    const real = crypto.pbkdf2
    hashes().mockImplementation((word, salt, rounds, bytes, digest, end) => {
      most = Math.max(most, ++running)
      real(word, salt, rounds, bytes, digest, (error, key) => {
        running--
        done++
        end(error, key)
      })
    })
    const flood = Array.from({ length: 200 }, (_, n) =>
      enter(`10.${n}.0.1`, wrong, null, `nobody${n}@example.com`).catch((error: unknown) => error),
    )
    await vi.waitFor(() => expect(most).toBe(2), { timeout: 10_000 })
    const before = done
    await expect(enter(home, password, browserToken(browser))).resolves.toHaveProperty('token')
    // At most those that ran when the owner came, and those that took a place while the account was looked up.
    expect(done - before).toBeLessThanOrEqual(8)
    const answers = await Promise.all(flood)
    const of = (code: string) =>
      answers.filter((answer) => answer instanceof Object && 'code' in answer && answer.code === code)
    expect(most).toBe(2)
    expect(of('sign_in_failed').length + of('busy').length).toBe(200)
    expect(of('busy').length).toBeGreaterThan(100)
    for (const busy of of('busy')) expect(busy).toMatchObject({ status: 503, retryAfterSeconds: 5 })
  }, 60_000)
})

describe('what an answer costs [ID-1]', () => {
  /** Every operation that the database was asked for, by collection. */
  async function operationsOf(work: () => Promise<unknown>): Promise<string[]> {
    await database.db.command({ profile: 2 })
    try {
      await work()
    } finally {
      await database.db.command({ profile: 0 })
    }
    const rows = await database.db
      .collection('system.profile')
      .find({}, { sort: { ts: 1 } })
      .toArray()
    await database.db.dropCollection('system.profile')
    return rows
      .map(({ op, ns, command }) => `${op} ${ns} ${Object.keys(command ?? {})[0]}`)
      .filter((line) => !/profile|platform-state|\binbox\b/.test(line))
      .sort()
  }

  it('a wrong password costs the database the same, whether the address has an account or not', async () => {
    const spy = hashes()
    const mine = await operationsOf(() => guess('203.0.113.1'))
    const nobodys = await operationsOf(() =>
      outcomeOf(enter('203.0.113.2', wrong, null, 'nobody@example.com')),
    )
    expect(nobodys).toEqual(mine)
    expect(mine.length).toBeGreaterThan(3)
    expect(spy).toHaveBeenCalledTimes(2)
  })

  it('so it does with the cookie of a browser that is known elsewhere', async () => {
    const { browser } = await enter(home)
    await registerPerson({ payload, actor: at(null), name: 'Bob', email: 'bob@example.com', password: wrong })
    const token = browserToken(browser)
    const bobs = await operationsOf(() =>
      outcomeOf(enter('203.0.113.1', 'not the word of bob', token, 'bob@example.com')),
    )
    const nobodys = await operationsOf(() =>
      outcomeOf(enter('203.0.113.2', 'not the word of bob', token, 'nobody@example.com')),
    )
    expect(nobodys).toEqual(bobs)
  })
})

describe('a session [ID-1]', () => {
  it('is never one that the browser brought: each sign-in makes its own, and ends the one before', async () => {
    const first = await enter(home)
    const second = await signIn({
      payload,
      actor: at(home),
      email,
      password,
      browserToken: browserToken(first.browser),
      replaces: first.sessionId,
    })
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await personOfToken(payload, first.token)).toBeNull()
    expect(await personOfToken(payload, second.token)).not.toBeNull()
    const user = await collectionOf(database, userDocument).findOne({ email })
    expect(user?.sessions).toHaveLength(1)
  })
})

describe('where one is signed in [ID-1]', () => {
  const list = async (sessionId: string | null = null) => {
    const user = await collectionOf(database, userDocument).findOne({ email })
    return listSessions(database, { userId: user?._id ?? '', sessionId })
  }

  it('is listed with browser, network and when it was last seen; never with a whole address or session', async () => {
    const mine = await signIn({ payload, actor: at(home), email, password, userAgent: 'Firefox/140 Linux' })
    await enter('2001:db8:1:2::3')
    const rows = await list(mine.sessionId)
    expect(rows).toHaveLength(2)
    expect(rows.find(({ current }) => current)).toMatchObject({
      id: mine.sessionId.slice(0, 8),
      network: '192.0.2.0/24',
      userAgent: 'Firefox/140 Linux',
    })
    expect(rows.find(({ current }) => !current)?.network).toBe('2001:db8:1::/48')
    expect(JSON.stringify(rows)).not.toMatch(/192\.0\.2\.7|2001:db8:1:2|"[0-9a-f-]{36}"/)
  })

  it('says when a browser was last seen, within five minutes', async () => {
    const { user, sessionId } = await enter(home)
    const session = publicSessionId(sessionId)
    const before = new Date(Date.now() - 10 * 60_000)
    await collectionOf(database, knownBrowserRecord).updateOne({ session }, { $set: { lastSeenAt: before } })
    await noteSeen(database, { userId: user._id, session, address: '198.51.100.9' })
    const [row] = await list(sessionId)
    expect(row?.lastSeenAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
    expect(row?.network).toBe('198.51.100.0/24')
    await collectionOf(database, knownBrowserRecord).updateOne({ session }, { $set: { lastSeenAt: before } })
    await noteSeen(database, { userId: user._id, session, address: home })
    expect((await list(sessionId))[0]?.lastSeenAt).toEqual(before)
  })

  it('one browser is signed out from another: its cookie opens nothing, and it is a stranger from then on', async () => {
    const mine = await enter(home)
    const theirs = await enter('203.0.113.66')
    const user = mine.user._id
    const end = (session: string) => signOutOne({ payload, actor: at(home), userId: user, session })
    expect(await end(publicSessionId(theirs.sessionId))).toBe(true)
    expect(await end(publicSessionId(theirs.sessionId))).toBe(false)
    expect(await personOfToken(payload, theirs.token)).toBeNull()
    expect(await personOfToken(payload, mine.token)).not.toBeNull()
    expect(await knownBrowser(database, user, browserToken(theirs.browser))).toBeNull()
    expect(await knownBrowser(database, user, browserToken(mine.browser))).toBe(mine.browser)
  })

  it('everywhere: every cookie opens nothing; who signs out here only is known again', async () => {
    const sessions = [await enter(home), await enter('203.0.113.66')]
    const [mine] = sessions
    if (!mine) throw new Error('nobody is signed in')
    await signOut({ payload, actor: at(home), userId: mine.user._id, sessionId: mine.sessionId })
    expect(await knownBrowser(database, mine.user._id, browserToken(mine.browser))).toBe(mine.browser)
    await signOutEverywhere({ payload, actor: at(home), userId: mine.user._id })
    for (const { token } of sessions) expect(await personOfToken(payload, token)).toBeNull()
    expect(await list()).toEqual([])
  })

  it('a new password makes strangers of all browsers but the one that set it', async () => {
    const mine = await enter(home)
    const theirs = await enter('203.0.113.66')
    const { user, sessionId } = mine
    await changePassword({
      ...{ payload, actor: at(home), userId: user._id, sessionId },
      ...{ current: password, password: wrong },
    })
    expect(await knownBrowser(database, user._id, browserToken(theirs.browser))).toBeNull()
    expect(await knownBrowser(database, user._id, browserToken(mine.browser))).toBe(mine.browser)
  })
})

describe('two hundred at once [ID-1]', () => {
  const all = <T>(work: (n: number) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: 200 }, (_, n) => work(n)))
  const codes = (outcomes: PromiseSettledResult<unknown>[]) =>
    new Set(outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : [])))

  it('registrations of one address make one account and one mail', async () => {
    const to = 'new@example.com'
    const outcomes = await all((n) =>
      registerPerson({ payload, actor: at(`10.${n}.0.1`), name: 'New Person', email: to, password }),
    )
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect([...codes(outcomes)]).toEqual(['busy'])
    expect(await collectionOf(database, userDocument).countDocuments({ email: to })).toBe(1)
    const mails = collectionOf(database, outboxRow)
    const user = await collectionOf(database, userDocument).findOne({ email: to })
    expect(
      await mails.countDocuments({ 'payload.template': 'verify-email', 'payload.to': user?._id ?? '' }),
    ).toBe(1)
  }, 60_000)

  it('uses of one link to a new password: one wins, whatever the others chose', async () => {
    await requestPasswordReset({ payload, actor: at(home), email })
    const mail = await collectionOf(database, outboxRow).findOne({ 'payload.template': 'reset-password' })
    const url = accountMailUrl('http://shop.test', 'reset-password', mail?.payload.data)
    const secret = url.split('/').at(-1) ?? ''
    const outcomes = await all((n) =>
      resetPassword({ payload, actor: at(`10.${n}.0.1`), secret, password: `${wrong} ${n}` }),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const code of codes(outcomes)) expect(['busy', 'account_link_invalid']).toContain(code)
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
    expect(await outcomeOf(enter('198.51.100.9', `${wrong} ${won}`))).toBe('in')
    expect(await outcomeOf(enter('198.51.100.10'))).toBe('sign_in_failed')
  }, 60_000)
})
