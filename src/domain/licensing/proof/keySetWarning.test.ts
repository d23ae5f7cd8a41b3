import { beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addDays } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { warnOfKeySetEnd } from './keySetWarning'
import { keySetRecord } from './records'

const database = await testDatabase()
const end = new Date('2026-09-01T00:00:00Z')
const publish = (seq: number, expiresAt: Date) =>
  collectionOf(database, keySetRecord).insertOne({
    _id: `keys:${seq}`,
    ...{ seq, expiresAt, jwt: 'x', issuer: 'http://shop.test', root: { kid: 'root', x: 'x' }, kids: ['a'] },
    issuedAt: addDays(expiresAt, -90),
  })
const told = async () =>
  (await collectionOf(database, outboxRow).find().sort({ createdAt: 1, _id: 1 }).toArray()).map(
    ({ _id }) => _id,
  )

beforeEach(() => emptyDatabase(database))

describe('the end of the certified key set [LIC-6]', () => {
  it('is told thirty and seven days before and when it has come, each once, however often the job runs', async () => {
    await publish(1, end)
    for (const days of [40, 30.1]) expect(await warnOfKeySetEnd(database, addDays(end, -days))).toBe(false)
    for (const days of [30, 29, 8, 7, 6, 1, 0, -1]) await warnOfKeySetEnd(database, addDays(end, -days))
    expect((await told()).sort()).toEqual([
      'mail:key-set-ends:keys:1:0',
      'mail:key-set-ends:keys:1:30',
      'mail:key-set-ends:keys:1:7',
    ])
    const mail = await collectionOf(database, outboxRow).findOne({ _id: 'mail:key-set-ends:keys:1:7' })
    expect(mail?.payload).toMatchObject({ template: 'key-set-ends', to: 'staff:admin', data: { days: 7 } })
  })

  it('is told once by ten workers at the same time', async () => {
    await publish(1, end)
    const runs = await Promise.allSettled(
      Array.from({ length: 10 }, () => warnOfKeySetEnd(database, addDays(end, -5))),
    )
    expect(runs.filter((run) => run.status === 'fulfilled' && run.value)).toHaveLength(1)
    expect(await told()).toHaveLength(1)
  })

  it('is of the set that is published, not of the one before; without a set there is nothing to tell', async () => {
    expect(await warnOfKeySetEnd(database, end)).toBe(false)
    await publish(1, end)
    await publish(2, addDays(end, 60))
    expect(await warnOfKeySetEnd(database, addDays(end, -5))).toBe(false)
    expect(await warnOfKeySetEnd(database, addDays(end, 40))).toBe(true)
    expect(await told()).toEqual(['mail:key-set-ends:keys:2:30'])
  })
})
