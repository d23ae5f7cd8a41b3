import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { addDays, now as clockNow } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense } from '../../../../tests/setup/licenseFixtures'
import { changeLicenseStatus } from '../changeLicenseStatus'
import type { LicenseEvent } from '../licenseState'
import { type LicenseReason, licenseRecord } from '../records'
import { SigningKeys } from '../signingKeys'
import { longestProofDays } from './liveKeys'
import { publishedRevocations, readRevocations } from './revocations'
import { verifyRevocations } from './verifyLists'

const database = await testDatabase()
const issuer = 'https://market.example.com'
const now = clockNow()

beforeEach(() => emptyDatabase(database))

const sold = async () => (await issuedLicense(database, {}, { at: addDays(now, -1) })).license._id
const change = (licenseId: string, event: LicenseEvent, reason: LicenseReason, at = now) =>
  transact(database, { actor: systemActor('test'), now: at }, (tx) =>
    changeLicenseStatus({ tx, licenseId, event, reason }),
  )

describe('[LIC-6] the revocation list', () => {
  it('names revoked licenses, and apart from them those that rest', async () => {
    const [good, gone, resting] = [await sold(), await sold(), await sold()]
    await change(gone, 'revoke', 'terms')
    await change(resting, 'suspend', 'payment')
    const list = await readRevocations(database, now)
    expect(list).toMatchObject({ revoked: [gone], suspended: [resting] })
    expect(JSON.stringify(list)).not.toContain(good)
    await change(resting, 'resume', 'payment')
    expect(await readRevocations(database, now)).toMatchObject({ revoked: [gone], suspended: [] })
  })

  it('its number grows when it says something else, and only then', async () => {
    const seq = async (at = now) => (await readRevocations(database, at)).seq
    const [gone, resting] = [await sold(), await sold()]
    expect([await seq(), await seq()]).toEqual([1, 1])
    await change(gone, 'revoke', 'terms')
    expect([await seq(), await seq()]).toEqual([2, 2])
    await collectionOf(database, licenseRecord).updateMany({}, { $set: { lastUsedAt: now } })
    expect(await seq()).toBe(2)
    await change(resting, 'suspend', 'payment')
    await change(resting, 'resume', 'payment')
    expect(await seq()).toBe(2)
  })

  it('a license is on it for as long as a proof of it may live', async () => {
    const gone = await sold()
    await change(gone, 'revoke', 'terms')
    const at = (days: number) => readRevocations(database, addDays(now, days))
    expect((await at(longestProofDays - 1)).revoked).toEqual([gone])
    expect((await at(longestProofDays)).revoked).toEqual([])
  })

  it('processes that read it at once while it changes never put an older one under a newer number', async () => {
    const ids: string[] = []
    for (let i = 0; i < 12; i++) ids.push(await sold())
    const seen: { seq: number; revoked: string[] }[] = []
    let busy = true
    const reader = async () => {
      while (busy) seen.push(await readRevocations(database, now))
    }
    const readers = [reader(), reader(), reader()]
    for (const id of ids) await change(id, 'revoke', 'terms')
    busy = false
    await Promise.all(readers)
    const last = await readRevocations(database, now)
    expect(last.revoked).toEqual([...ids].sort())
    const bySeq = new Map<number, Set<number>>()
    for (const { seq, revoked } of [...seen, last])
      bySeq.set(seq, (bySeq.get(seq) ?? new Set()).add(revoked.length))
    const inOrder = [...bySeq].sort(([a], [b]) => a - b).map(([, lengths]) => [...lengths])
    expect(inOrder.every((lengths) => lengths.length === 1)).toBe(true)
    expect(inOrder.flat()).toEqual([...inOrder.flat()].sort((a, b) => a - b))
  })

  it('every process signs the same text, and a revocation is in it within two seconds', async () => {
    const gone = await sold()
    const published = [0, 1].map(() => publishedRevocations(database, new SigningKeys(database), issuer))
    const [one, two] = await Promise.all(published.map((read) => read()))
    expect(one).toEqual(two)
    await change(gone, 'revoke', 'terms', clockNow())
    const { keys } = await new SigningKeys(database).jwks()
    for (const read of published)
      await expect
        .poll(
          async () => {
            const list = verifyRevocations((await read()).jwt, { keys, issuer, now: clockNow() })
            return list.ok && list.revoked.has(gone)
          },
          { timeout: 2_000 },
        )
        .toBe(true)
    const [after, afterTwo] = await Promise.all(published.map((read) => read()))
    expect(after).toEqual(afterTwo)
    expect(after?.etag).not.toBe(one?.etag)
  })

  it('reads only the licenses that it names', async () => {
    for (let i = 0; i < 5; i++) await sold()
    await change(await sold(), 'revoke', 'terms')
    const plan = await collectionOf(database, licenseRecord)
      .find(
        { status: { $in: ['revoked', 'suspended'] }, statusChangedAt: { $gt: addDays(now, -366) } },
        { projection: { status: 1 }, hint: 'withdrawn' },
      )
      .explain('executionStats')
    expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(1)
  })
})
