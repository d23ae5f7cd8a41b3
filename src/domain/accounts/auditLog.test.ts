import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { type AuditQuery, filterOf, knownActs, readAudit } from './auditLog'
import { userDocument } from './records'

let database: Database
const nothing: AuditQuery = { actor: '', record: '', act: '', from: '', until: '', before: '' }
const staff: Actor = { kind: 'staff', id: 'usr_ann', address: '192.0.2.1', requestId: null }
const job: Actor = { kind: 'system', id: 'expire licenses', address: null, requestId: null }

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const happened = (act: string, id: string, { actor = staff, at = new Date('2026-11-24T12:00:00Z') } = {}) =>
  transact(database, { actor, now: at }, (tx) => tx.audit({ act, target: { collection: 'any', id } }))
const read = async (query: Partial<AuditQuery>) =>
  (await readAudit(database, { ...nothing, ...query })).entries.map(({ act }) => act)

describe('the audit is found by who, what, which and when [ID-7]', () => {
  it('narrows by each and by all together', async () => {
    await collectionOf(database, userDocument).insertOne({
      _id: 'usr_ann',
      email: 'ann@example.com',
      roles: ['admin'],
      memberships: [],
    })
    await happened('user.lock', 'usr_bob')
    await happened('user.unlock', 'usr_bob', { at: new Date('2026-11-25T23:59:59Z') })
    await happened('license.expire', 'lic_1', { actor: job, at: new Date('2026-11-26T00:00:00Z') })
    expect(await read({})).toEqual(['license.expire', 'user.unlock', 'user.lock'])
    expect(await read({ actor: 'usr_ann' })).toEqual(['user.unlock', 'user.lock'])
    expect(await read({ actor: 'Ann@Example.com' })).toEqual(['user.unlock', 'user.lock'])
    expect(await read({ actor: 'expire licenses' })).toEqual(['license.expire'])
    expect(await read({ actor: 'nobody@example.com' })).toEqual([])
    expect(await read({ record: 'lic_1' })).toEqual(['license.expire'])
    expect(await read({ act: 'user.lock' })).toEqual(['user.lock'])
    expect(await read({ act: 'user' })).toEqual(['user.unlock', 'user.lock'])
    expect(await read({ from: '2026-11-25', until: '2026-11-25' })).toEqual(['user.unlock'])
    expect(await read({ record: 'usr_bob', act: 'user', until: '2026-11-24' })).toEqual(['user.lock'])
    expect(await knownActs(database)).toEqual(['license.expire', 'user.lock', 'user.unlock'])
  })

  it('goes on where a page ended, also within one moment', async () => {
    for (let i = 0; i < 120; i++) await happened('a.test', `rec_${i}`)
    const seen: string[] = []
    let before = ''
    do {
      const page = await readAudit(database, { ...nothing, before })
      seen.push(...page.entries.map(({ target }) => target.id))
      before = page.next ?? ''
    } while (before)
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })

  it.each<[string, Partial<AuditQuery>]>([
    ['nothing', {}],
    ['an actor', { actor: 'usr_ann' }],
    ['a record', { record: 'lic_1' }],
    ['an act', { act: 'user.lock' }],
    ['days', { from: '2026-11-01', until: '2026-11-30' }],
  ])('for %s reads by an index and sorts nothing', async (_, query) => {
    const filter = (await filterOf(database, { ...nothing, ...query })) ?? {}
    const plan = await collectionOf(database, auditRecord)
      .find(filter, { sort: { at: -1, _id: -1 } })
      .explain('queryPlanner')
    const text = JSON.stringify(plan.queryPlanner.winningPlan)
    expect(text).not.toContain('COLLSCAN')
    expect(text).not.toContain('"SORT"')
  })
})
