import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type User, userDocument } from '@/domain/accounts/records'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { affiliateEvents, type StaffEvent } from './affiliateState'
import { type Application, applyAsAffiliate } from './applyAsAffiliate'
import { changeAffiliateStatus } from './changeAffiliateStatus'
import { ownAffiliate } from './ownAffiliate'
import { affiliateDocument } from './records'

let database: Database
let payload: Payload
const actor = systemActor('test')
const application: Application = {
  name: 'Robin',
  code: 'Robin',
  website: 'https://robin.example',
  pitch: 'I write about tools like these every week.',
  accepted: true,
}

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))

async function person(fields: Partial<User> = {}): Promise<string> {
  const _id = newId('usr')
  const user = { _id, email: `${_id}@example.com`, roles: ['customer' as const], memberships: [] }
  await collectionOf(database, userDocument).insertOne({ ...user, emailVerifiedAt: new Date(), ...fields })
  return _id
}
const apply = (userId: string, fields: Partial<Application> = {}) =>
  applyAsAffiliate({ payload, actor, userId, application: { ...application, ...fields } })
const decide = (affiliateId: string, event: StaffEvent, reason: string | null = null) =>
  transactDocuments(payload, { actor }, (tx) => changeAffiliateStatus(tx, { affiliateId, event, reason }))
const stored = (id: string) => collectionOf(database, affiliateDocument).findOne({ _id: id })
const rolesOf = async (id: string) =>
  (await collectionOf(database, userDocument).findOne({ _id: id }))?.roles.toSorted()
const mails = async () =>
  (await collectionOf(database, outboxRow).find({ kind: 'mail' }).sort({ createdAt: 1 }).toArray()).map(
    ({ payload: mail }) => [mail.to, (mail.data as { event?: string }).event],
  )

describe('[AFF-1] applying as an affiliate', () => {
  it('keeps what was said with the terms that were accepted, and tells support', async () => {
    const id = await apply(await person())
    expect(await stored(id)).toMatchObject({
      code: 'robin',
      status: 'applied',
      website: 'https://robin.example',
      termsVersion: 1,
      appliedAt: expect.any(Date),
    })
    expect(await mails()).toEqual([['staff:support', 'apply']])
    expect(await collectionOf(database, auditRecord).countDocuments({ act: 'affiliate.apply' })).toBe(1)
  })

  it.each([
    ['name', { name: '' }],
    ['code', { code: 'no' }],
    ['code', { code: 'has space' }],
    ['code', { code: 'admin' }],
    ['website', { website: 'javascript:alert(1)' }],
    ['pitch', { pitch: 'too short' }],
    ['accepted', { accepted: false }],
  ])('is refused for its %s', async (path, fields) => {
    await expect(apply(await person(), fields)).rejects.toMatchObject({
      code: 'input_invalid',
      errors: [{ path }],
    })
    expect(await collectionOf(database, affiliateDocument).countDocuments()).toBe(0)
  })

  it('needs a verified address, and happens once', async () => {
    await expect(apply(await person({ emailVerifiedAt: null }))).rejects.toMatchObject({ status: 403 })
    const user = await person()
    await apply(user)
    await expect(apply(user)).rejects.toMatchObject({ code: 'already_applied' })
  })

  it('with a code that somebody has is refused, also where two ask at once', async () => {
    const asked = await Promise.allSettled(
      (await Promise.all(Array.from({ length: 6 }, () => person()))).map((user) => apply(user)),
    )
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await collectionOf(database, affiliateDocument).countDocuments({ code: 'robin' })).toBe(1)
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ errors: [{ code: 'code_taken' }] })
  })
})

describe('[AFF-1] deciding about an affiliate', () => {
  it('gives and takes the role with the state, audited, and tells the person each time', async () => {
    const user = await person()
    const id = await apply(user)
    expect(await decide(id, 'approve')).toBe('approved')
    expect(await rolesOf(user)).toEqual(['affiliate', 'customer'])
    expect(await decide(id, 'pause', 'too many mails')).toBe('suspended')
    expect(await stored(id)).toMatchObject({ status: 'suspended', statusReason: 'too many mails' })
    expect(await rolesOf(user)).toEqual(['customer'])
    expect(await decide(id, 'resume')).toBe('approved')
    expect(await stored(id)).toMatchObject({ statusReason: null })
    expect(await mails()).toEqual([
      ['staff:support', 'apply'],
      [user, 'approve'],
      [user, 'pause'],
      [user, 'resume'],
    ])
    expect(await collectionOf(database, auditRecord).countDocuments({ 'target.id': id })).toBe(4)
  })

  it('needs a reason to reject and to pause, and a state that it fits', async () => {
    const id = await apply(await person())
    await expect(decide(id, 'reject')).rejects.toMatchObject({ code: 'reason_missing' })
    await expect(decide(id, 'resume')).rejects.toMatchObject({ code: 'affiliate_state' })
    await decide(id, 'approve')
    await expect(decide(id, 'pause')).rejects.toMatchObject({ code: 'reason_missing' })
    await expect(decide(id, 'approve')).rejects.toMatchObject({ code: 'affiliate_state' })
    await expect(decide('aff_none', 'approve')).rejects.toMatchObject({ status: 404 })
  })

  it('to reject leaves the way to apply again', async () => {
    const user = await person()
    const id = await apply(user)
    await decide(id, 'reject', 'no website yet')
    expect(await apply(user, { code: 'robin2' })).toBe(id)
    expect(await stored(id)).toMatchObject({ status: 'applied', code: 'robin2', statusReason: null })
    expect(affiliateEvents('applied')).toEqual(['approve', 'reject'])
  })

  it('is not possible by editing the document', async () => {
    const id = await apply(await person())
    const edit = payload.update({ collection: 'affiliates', id, data: { status: 'approved' } })
    await expect(edit).rejects.toMatchObject({ status: 409 })
  })
})

describe('an affiliate’s own page', () => {
  it('is nobody’s before applying, and counts nothing at first', async () => {
    const user = await person()
    expect(await ownAffiliate(database, user, new Date())).toBeNull()
    await apply(user)
    expect(await ownAffiliate(database, user, new Date())).toMatchObject({
      visits: 0,
      visitors: 0,
      earned: [],
    })
  })
})
