import type { Payload } from 'payload'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Actor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { confirmRecently, isRecentSignIn } from './confirmRecently'
import { personOfToken } from './personOfToken'
import { userDocument } from './records'
import { registerPerson } from './registerPerson'
import { signIn } from './signIn'

let payload: Payload
let database: Database
const guest: Actor = { kind: 'person', id: 'guest', address: '192.0.2.7', requestId: null }
const email = 'ann@example.com'
const password = 'violin kettle harbor moss'
const userAgent = 'Test browser'

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))
afterEach(() => {
  vi.useRealTimers()
})

/** A browser that signed in so many minutes ago. */
async function browser(minutesAgo: number) {
  await registerPerson({ payload, actor: guest, name: 'Ann Lee', email, password })
  const { user, ...session } = await signIn({ payload, actor: guest, email, password, userAgent })
  const createdAt = new Date(Date.now() - minutesAgo * 60_000)
  await collectionOf(database, userDocument).updateOne(
    { _id: user._id },
    { $set: { 'sessions.0.createdAt': createdAt } },
  )
  const actor: Actor = { ...guest, id: user._id }
  const confirm = (word: string) =>
    confirmRecently({
      payload,
      actor,
      userId: user._id,
      ...session,
      password: word,
      userAgent,
      browserToken: null,
    })
  const isRecent = (sessionId = session.sessionId) =>
    isRecentSignIn(database, { userId: user._id, sessionId })
  return { ...session, confirm, isRecent }
}

describe('[LIC-11] a browser that is asked for the password again', () => {
  it('is not asked within ten minutes of signing in', async () => {
    const ann = await browser(9)
    expect(await ann.isRecent()).toBe(true)
    expect(await ann.confirm('')).toBeNull()
  })

  it('is asked after ten minutes, and told at the field', async () => {
    const ann = await browser(11)
    expect(await ann.isRecent()).toBe(false)
    await expect(ann.confirm('')).rejects.toMatchObject({
      code: 'confirm_needed',
      errors: [{ path: 'password', code: 'confirm' }],
    })
  })

  it('gets nothing for a wrong password, and keeps its session', async () => {
    const ann = await browser(11)
    await expect(ann.confirm('not the password')).rejects.toMatchObject({
      code: 'input_invalid',
      errors: [{ path: 'password', code: 'wrong' }],
    })
    expect(await ann.isRecent()).toBe(false)
    expect(await personOfToken(payload, ann.token)).not.toBeNull()
  })

  it('gets a session of its own for the right one, and the old one is nobody’s', async () => {
    const ann = await browser(11)
    const fresh = await ann.confirm(password)
    expect(await ann.isRecent(fresh?.sessionId)).toBe(true)
    expect(await personOfToken(payload, fresh?.token ?? '')).toMatchObject({ email })
    expect(await personOfToken(payload, ann.token)).toBeNull()
  })

  it('waits longer with each wrong password, as at the sign-in', async () => {
    const ann = await browser(11)
    const tries = []
    for (let round = 0; round < 8; round++)
      tries.push(await ann.confirm('not the password').catch((error) => error.code))
    expect(tries).toContain('too_many_attempts')
  })
})
