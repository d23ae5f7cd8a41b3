import type { Filter } from 'mongodb'
import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { composeMail } from '@/jobs/notifications/composeMail'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { type DocumentTx, transactDocuments } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { makeSeller } from '../../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { testPayload } from '../../../../tests/setup/payload'
import { hashPassword } from '../passwordHash'
import { personOfToken } from '../personOfToken'
import {
  customerDocument,
  knownBrowserRecord,
  type Role,
  sellerDocument,
  type User,
  userDocument,
} from '../records'
import { registerPerson } from '../registerPerson'
import { signIn } from '../signIn'
import { grantMembership, grantRole, withdrawMembership, withdrawRole } from './changeRights'
import { findPeople } from './findPeople'
import { lockPerson, signOutPerson, unlockPerson } from './lockPerson'
import { nameWords } from './nameWords'
import { actsFor, personActs } from './personActs'
import { personPage } from './personPage'

let payload: Payload
let database: Database
const password = 'violin kettle harbor moss'
const reason = 'asked for by phone, ticket 12'
let hashed: { hash: string; salt: string }
let serial = 0

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  hashed = await hashPassword(password, 'known')
})
beforeEach(() => emptyDatabase(database))

async function make(roles: Role[] = ['customer'], fields: Record<string, unknown> = {}): Promise<string> {
  const id = newId('usr')
  const now = new Date()
  serial += 1
  const name = `Somebody ${serial}`
  await database.db.collection<{ _id: string }>('users').insertOne({
    _id: id,
    ...{ email: `somebody-${serial}@example.com`, name, nameWords: nameWords(name), roles, memberships: [] },
    ...{ emailVerifiedAt: now, lockedAt: null, sessions: [], createdAt: now, updatedAt: now },
    ...hashed,
    ...fields,
  })
  return id
}
const actorOf = (id: string): Actor => ({ kind: 'staff', id, address: '192.0.2.1', requestId: null })
const by = <T>(id: string, work: (tx: DocumentTx) => Promise<T>): Promise<T> =>
  transactDocuments(payload, { actor: actorOf(id) }, work)
const userOf = async (id: string) => {
  const user = await collectionOf(database, userDocument).findOne({ _id: id })
  if (!user) throw new Error(`no user ${id}`)
  return user
}
const enter = async (id: string, word = password) => {
  const { email } = await userOf(id)
  const actor: Actor = { kind: 'person', id: 'guest', address: '192.0.2.9', requestId: null }
  return signIn({ payload, actor, email, password: word, userAgent: 'Test browser' })
}
const auditOf = (id: string, act: string) =>
  collectionOf(database, auditRecord).find({ 'target.id': id, act }).toArray()
const mailsOf = (template: string) =>
  collectionOf(database, outboxRow).find({ kind: 'mail', 'payload.template': template }).toArray()

describe('locking a person [ID-8]', () => {
  it('ends every session at once, and nobody signs in any more', async () => {
    const [support, person] = [await make(['support']), await make()]
    const browsers = [await enter(person), await enter(person)]
    expect(await by(support, (tx) => lockPerson(tx, { userId: person, reason }))).toBe(2)
    for (const { token } of browsers) expect(await personOfToken(payload, token)).toBeNull()
    expect((await userOf(person)).sessions).toEqual([])
    expect(await collectionOf(database, knownBrowserRecord).countDocuments({ user: person })).toBe(0)
    await expect(enter(person)).rejects.toMatchObject({ status: 401, code: 'sign_in_failed' })
  })

  it('answers a stranger who tries the account as if the password were wrong', async () => {
    const [support, locked, open] = [await make(['support']), await make(), await make()]
    await by(support, (tx) => lockPerson(tx, { userId: locked, reason }))
    const answerOf = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        ({ status, code, message, errors }) => ({ status, code, message, errors }),
      )
    const whenLocked = await answerOf(enter(locked))
    expect(whenLocked).not.toBeNull()
    expect(whenLocked).toEqual(await answerOf(enter(open, 'not the right password')))
  })

  it('is audited with its reason and told by mail, without the reason', async () => {
    const [support, person] = [await make(['support']), await make()]
    await by(support, (tx) => lockPerson(tx, { userId: person, reason }))
    expect(await auditOf(person, 'user.lock')).toMatchObject([
      { reason, actor: { kind: 'staff', id: support, address: '192.0.2.1' } },
    ])
    const [mail] = await mailsOf('account-locked')
    expect(mail?.payload).toMatchObject({ to: person })
    expect(JSON.stringify(mail)).not.toContain(reason)
  })

  it('loses no sign-in that runs meanwhile: in twenty rounds the person ends without a session', async () => {
    const [support, person] = [await make(['support']), await make()]
    for (let round = 0; round < 20; round++) {
      await Promise.allSettled([
        enter(person),
        by(support, (tx) => lockPerson(tx, { userId: person, reason })),
      ])
      expect((await userOf(person)).sessions, `round ${round}`).toEqual([])
      await by(support, (tx) => unlockPerson(tx, { userId: person, reason }))
      await database.db.collection('attempt-counters').deleteMany({})
    }
  }, 120_000)

  it('is lifted again, told by mail, and then the same password works', async () => {
    const [support, person] = [await make(['support']), await make()]
    await by(support, (tx) => lockPerson(tx, { userId: person, reason }))
    await by(support, (tx) => unlockPerson(tx, { userId: person, reason: 'it was a mistake' }))
    expect((await enter(person)).user._id).toBe(person)
    expect(await auditOf(person, 'user.unlock')).toMatchObject([{ reason: 'it was a mistake' }])
    expect(await mailsOf('account-unlocked')).toHaveLength(1)
  })

  it('is done once: locking the locked and unlocking the open is refused', async () => {
    const [support, person] = [await make(['support']), await make()]
    await expect(by(support, (tx) => unlockPerson(tx, { userId: person, reason }))).rejects.toMatchObject({
      code: 'not_locked',
    })
    await by(support, (tx) => lockPerson(tx, { userId: person, reason }))
    await expect(by(support, (tx) => lockPerson(tx, { userId: person, reason }))).rejects.toMatchObject({
      code: 'already_locked',
    })
  })
})

describe('signing a person out [ID-8]', () => {
  it('ends every session, with a reason, and the person may sign in again', async () => {
    const [support, person] = [await make(['support']), await make()]
    const { token } = await enter(person)
    expect(await by(support, (tx) => signOutPerson(tx, { userId: person, reason }))).toBe(1)
    expect(await personOfToken(payload, token)).toBeNull()
    expect(await auditOf(person, 'user.sign-out')).toMatchObject([{ reason }])
    expect(await mailsOf('signed-out')).toHaveLength(1)
    expect((await enter(person)).user._id).toBe(person)
  })

  it('of somebody who is signed in nowhere is refused', async () => {
    const [support, person] = [await make(['support']), await make()]
    await expect(by(support, (tx) => signOutPerson(tx, { userId: person, reason }))).rejects.toMatchObject({
      code: 'not_signed_in',
    })
  })
})

describe('who may do what to whom [ID-8] [ID-2]', () => {
  it.each([
    ['support', 'customer', ['lock', 'sign-out']],
    ['support', 'support', []],
    ['support', 'admin', []],
    ['editor', 'customer', []],
    ['finance', 'customer', []],
    ['customer', 'customer', []],
    ['admin', 'customer', personActs.filter((act) => act !== 'unlock')],
    ['admin', 'admin', personActs.filter((act) => act !== 'unlock')],
  ] as const)('%s to %s: %j', async (own, other, acts) => {
    const [actor, person] = [await make([own]), await make([other])]
    const [a, b] = [await userOf(actor), await userOf(person)]
    expect(actsFor({ id: a._id, roles: a.roles }, b)).toEqual(acts)
    expect(actsFor({ id: a._id, roles: a.roles }, a)).toEqual([])
    if (!acts.some((act) => act === 'lock'))
      await expect(by(actor, (tx) => lockPerson(tx, { userId: person, reason }))).rejects.toMatchObject({
        status: own === 'support' ? 403 : 404,
      })
  })

  it('nobody locks, promotes or demotes themselves', async () => {
    const admin = await make(['admin'])
    const own = { userId: admin, reason }
    for (const act of [
      () => by(admin, (tx) => lockPerson(tx, own)),
      () => by(admin, (tx) => grantRole(tx, { ...own, role: 'finance' })),
      () => by(admin, (tx) => withdrawRole(tx, { ...own, role: 'admin' })),
    ])
      await expect(act()).rejects.toMatchObject({ status: 409, code: 'own_account' })
    expect((await userOf(admin)).roles).toEqual(['admin'])
  })

  it('of two admins who take each other’s rights at once one stays, in twenty rounds', async () => {
    for (let round = 0; round < 20; round++) {
      const [a, b] = [await make(['admin']), await make(['admin'])]
      const results = await Promise.allSettled([
        by(a, (tx) => withdrawRole(tx, { userId: b, role: 'admin', reason })),
        by(b, (tx) => lockPerson(tx, { userId: a, reason })),
      ])
      expect(
        results.filter(({ status }) => status === 'fulfilled'),
        `round ${round}`,
      ).toHaveLength(1)
      const left = [await userOf(a), await userOf(b)].filter(
        ({ roles, lockedAt }) => roles.includes('admin') && !lockedAt,
      )
      expect(left).toHaveLength(1)
    }
  }, 60_000)

  it('an admin who was locked meanwhile does nothing more, whatever the request says', async () => {
    const [admin, person] = [await make(['admin'], { lockedAt: new Date() }), await make()]
    await expect(by(admin, (tx) => lockPerson(tx, { userId: person, reason }))).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('granting and withdrawing roles [ID-8] [ID-2]', () => {
  it('holds at the next request, is audited before and after, and is mailed in words', async () => {
    const [admin, person] = [await make(['admin']), await make()]
    const { token } = await enter(person)
    await by(admin, (tx) => grantRole(tx, { userId: person, role: 'finance', reason }))
    expect((await personOfToken(payload, token))?.roles).toEqual(['customer', 'finance'])
    expect(await auditOf(person, 'user.grant-role')).toMatchObject([
      { reason, before: { roles: ['customer'] }, after: { roles: ['customer', 'finance'] } },
    ])
    await by(admin, (tx) => withdrawRole(tx, { userId: person, role: 'finance', reason }))
    expect((await personOfToken(payload, token))?.roles).toEqual(['customer'])
    const texts = await Promise.all(
      (await mailsOf('rights-changed')).map(({ payload: { template, to, data } }) =>
        composeMail(
          { database, publicUrl: 'https://shop.test', locale: 'en' },
          { template: String(template), to: String(to), data },
        ),
      ),
    )
    expect(texts.map((mail) => mail?.text).join()).toContain('You are now finance at the marketplace.')
    expect(texts.map((mail) => mail?.text).join()).toContain('You are no longer finance at the marketplace.')
  })

  it('is refused for an address that nobody proved, for the locked, and twice', async () => {
    const admin = await make(['admin'])
    const unproven = await make(['customer'], { emailVerifiedAt: null })
    const locked = await make(['customer'], { lockedAt: new Date() })
    const editor = await make(['editor'])
    const grant = (userId: string) => by(admin, (tx) => grantRole(tx, { userId, role: 'editor', reason }))
    await expect(grant(unproven)).rejects.toMatchObject({ code: 'address_unproven' })
    await expect(grant(locked)).rejects.toMatchObject({ code: 'person_locked' })
    await expect(grant(editor)).rejects.toMatchObject({ code: 'has_role' })
  })

  it('a membership gives the rights of its role at that seller, another takes its place, none takes them', async () => {
    const [admin, person] = [await make(['admin']), await make()]
    const { _id: seller, slug } = await makeSeller(database)
    const own = { userId: person, seller, reason }
    await by(admin, (tx) => grantMembership(tx, { ...own, seller: slug, role: 'support' }))
    await by(admin, (tx) => grantMembership(tx, { ...own, role: 'developer' }))
    const after = await userOf(person)
    expect(after.roles).toContain('seller')
    expect(after.memberships).toMatchObject([{ seller, role: 'developer' }])
    await by(admin, (tx) => withdrawMembership(tx, own))
    expect(await userOf(person)).toMatchObject({ roles: ['customer'], memberships: [] })
    await expect(by(admin, (tx) => withdrawMembership(tx, own))).rejects.toMatchObject({
      code: 'has_no_such_role',
    })
  })

  it('a seller keeps an owner; the house needs none', async () => {
    const admin = await make(['admin'])
    const { _id: seller } = await makeSeller(database)
    const house = (await collectionOf(database, sellerDocument).findOne({ house: true }))?._id ?? ''
    const owner = await make(['customer', 'seller'], {
      memberships: [seller, house].map((id) => ({ id, seller: id, role: 'owner' })),
    })
    const own = { userId: owner, seller, reason }
    await expect(by(admin, (tx) => withdrawMembership(tx, own))).rejects.toMatchObject({ code: 'last_owner' })
    await expect(by(admin, (tx) => grantMembership(tx, { ...own, role: 'finance' }))).rejects.toMatchObject({
      code: 'last_owner',
    })
    await by(admin, (tx) => withdrawMembership(tx, { ...own, seller: house }))
    const second = await make()
    await by(admin, (tx) => grantMembership(tx, { userId: second, seller, role: 'owner', reason }))
    await by(admin, (tx) => withdrawMembership(tx, own))
    expect((await userOf(owner)).memberships).toEqual([])
  })
})

describe('finding people [ID-8]', () => {
  const find = async (words: string, shown: 'everybody' | 'staff' | 'locked' = 'everybody') => {
    const found = await findPeople(database, { words, shown, after: null })
    return found.people.map(({ _id }) => _id)
  }
  const named = (name: string, fields = {}) =>
    make(['customer'], { name, nameWords: nameWords(name), ...fields })

  it('finds by the beginnings of the words of a name, without accents and case', async () => {
    const [zoe, other] = [await named('Zoë Ångström-Müller'), await named('Zora Miller')]
    expect(await find('zoe')).toEqual([zoe])
    expect(await find('ANGSTR')).toEqual([zoe])
    expect(await find('mül zo')).toEqual([zoe])
    expect((await find('zo')).sort()).toEqual([zoe, other].sort())
    expect(await find('oe')).toEqual([])
    expect(await find('***')).toEqual([])
  })

  it('finds by the whole address, not by a part of it', async () => {
    const ann = await make(['customer'], { email: 'ann@example.com' })
    expect(await find(' Ann@Example.com')).toEqual([ann])
    expect(await find('nn@example.com')).toEqual([])
  })

  it('finds by an id of the person, and of a customer of theirs; a guest is named as one', async () => {
    const ann = await make()
    const at = new Date()
    const buyers = [
      { _id: newId('cus'), email: 'old@example.com', user: ann, createdAt: at },
      { _id: newId('cus'), email: 'guest@example.com', user: null, createdAt: at },
    ] as const
    await collectionOf(database, customerDocument).insertMany([...buyers])
    expect(await find(ann)).toEqual([ann])
    expect(await find(buyers[0]._id)).toEqual([ann])
    expect(await find('old@example.com')).toEqual([ann])
    const found = await findPeople(database, { words: buyers[1].email, shown: 'everybody', after: null })
    expect(found).toMatchObject({ people: [], guests: [{ _id: buyers[1]._id }] })
  })

  it('lists staff, the locked, and everybody page by page', async () => {
    const editor = await make(['editor'])
    const locked = await make(['customer'], { lockedAt: new Date() })
    for (let i = 0; i < 30; i++) await make()
    expect(await find('', 'staff')).toEqual([editor])
    expect(await find('', 'locked')).toEqual([locked])
    const seen: string[] = []
    for (let after: string | null = null, pages = 0; pages === 0 || after; pages++) {
      const found = await findPeople(database, { words: '', shown: 'everybody', after })
      seen.push(...found.people.map(({ _id }) => _id))
      after = found.next
    }
    expect(seen).toHaveLength(32)
    expect(new Set(seen).size).toBe(32)
  })

  it.each<[string, Filter<User>]>([
    ['a name', { nameWords: { $regex: '^zo' } }],
    ['staff', { roles: { $in: ['admin', 'editor'] } }],
    ['the locked', { lockedAt: { $type: 'date' } }],
    ['an address', { email: 'a@example.com' }],
    ['members of a seller', { 'memberships.seller': 'sel_x' }],
  ])('goes by an index for %s', async (_, filter) => {
    const plan = await collectionOf(database, userDocument).find(filter).explain('queryPlanner')
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('COLLSCAN')
  })

  it('follows a name that is changed, whoever writes it', async () => {
    const actor: Actor = { kind: 'person', id: 'guest', address: null, requestId: null }
    await registerPerson({ payload, actor, name: 'Old Name', email: 'new@example.com', password })
    const [id] = await find('old')
    await payload.update({ collection: 'users', id: id ?? '', data: { name: 'Fresh Start' } })
    expect([await find('old'), await find('fresh')]).toEqual([[], [id]])
  })
})

describe('the page of a person [ID-8]', () => {
  it('tells sessions, customers and acts, and neither password nor session id', async () => {
    const [support, person] = [await make(['support']), await make()]
    const session = await enter(person)
    await collectionOf(database, customerDocument).insertOne({
      _id: 'cus_own',
      email: 'own@example.com',
      user: person,
      createdAt: new Date(),
    })
    await by(support, (tx) => signOutPerson(tx, { userId: person, reason }))
    await enter(person)
    const page = await personPage(database, person)
    expect(page?.sessions).toHaveLength(1)
    expect(page?.customers.map(({ _id }) => _id)).toEqual(['cus_own'])
    expect(page?.audit.map(({ act }) => act)).toContain('user.sign-out')
    expect(page?.actors.get(support)).toMatch(/@example.com$/)
    const text = JSON.stringify(page)
    for (const secret of [hashed.hash, hashed.salt, session.sessionId, session.token])
      expect(text).not.toContain(secret)
    expect(await personPage(database, 'usr_none')).toBeNull()
  })
})
