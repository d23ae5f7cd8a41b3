import { readFileSync } from 'node:fs'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { sourcesIn } from '../../tests/setup/imports'
import { systemActor } from './actor'
import { auditRecord, auditRecordOf, withoutSecrets } from './audit'
import { collectionOf, type Database } from './database'
import { transact } from './transaction'

let database: Database
const actor = systemActor('a test')

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

describe('the audit is added to, never changed [ID-7]', () => {
  it.each(['update', 'updateMany', 'claim', 'remove'] as const)('a transaction refuses %s', async (way) => {
    await transact(database, { actor }, (tx) =>
      tx.audit({ act: 'user.lock', target: { collection: 'users', id: 'usr_1' }, reason: 'a test' }),
    )
    const before = await collectionOf(database, auditRecord).find().toArray()
    await expect(
      transact(database, { actor }, async (tx) => {
        await tx.of(auditRecord)[way]({}, { $set: { reason: 'another' } })
      }),
    ).rejects.toThrow('never changed')
    expect(before).toHaveLength(1)
    expect(await collectionOf(database, auditRecord).find().toArray()).toEqual(before)
  })

  it('no source writes to it by another way', () => {
    const writes =
      /auditRecord(\.name)?\)\s*\.(update|delete|replace|findOneAnd|bulkWrite|drop|rename)|collection\(['"]audit['"]\)/
    const all = [...sourcesIn('src'), ...sourcesIn('tools')]
    expect(all.filter((file) => writes.test(readFileSync(file, 'utf8').replaceAll('\n', ' ')))).toEqual([])
  })
})

describe('the audit holds no secret [ID-7]', () => {
  it.each([
    'password',
    'hash',
    'salt',
    'secret',
    'token',
    'sealed',
    'keyHash',
    'resetPasswordToken',
    'webhookSecret',
    'sessions',
    'authorization',
  ])('%s is withheld, however deep', (name) => {
    const entry = auditRecordOf(
      {
        act: 'a.test',
        target: { collection: 'users', id: 'usr_1' },
        before: { [name]: 'opens something' },
        after: { rows: [{ inner: { [name]: 'opens something' } }] },
      },
      { now: new Date(), actor },
    )
    expect(JSON.stringify(entry)).not.toContain('opens something')
    expect(entry.before).toEqual({ [name]: '[withheld]' })
  })

  it('keeps what an act is about, dates and masked keys among it', () => {
    const said = {
      at: new Date(0),
      maskedKey: 'MINTREU-…-7F3A',
      roles: ['admin'],
      session: 'ab12cd34',
      count: 2,
    }
    expect(withoutSecrets(said)).toEqual(said)
  })
})
