import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderItemRecord } from '@/domain/orders/records'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { addDays } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { testPayload } from '../../../../tests/setup/payload'
import { makeShelf, placeTestOrder } from '../../../../tests/setup/shop'
import { sellerDocument } from '../records'
import { commissionRate, parseSettings, readSettings, readSettingsRow, revisionOf } from '../settings'
import { changeSettings, settleSettings, withdrawSettingsChange } from './changeSettings'
import { settingDefinitions, settingParts } from './definitions'
import { previewSettings } from './previewSettings'
import { settingsPage } from './settingsPage'
import { boundsText, settingHelp, settingLabel, settingText } from './settingText'
import { settingSchema, settingValue } from './values'

let payload: Payload
let database: Database
const now = new Date('2026-11-24T12:00:00Z')
const december = new Date('2026-12-01T00:00:00Z')
const actor: Actor = { kind: 'staff', id: 'usr_admin', address: '192.0.2.1', requestId: 'r1' }
const reason = 'agreed with the board'

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))

const revision = async () => revisionOf((await readSettingsRow(database)) ?? {})
const at = <T>(when: Date, work: Parameters<typeof transactDocuments<T>>[2]) =>
  transactDocuments(payload, { actor, now: when }, work)
const change = async (
  values: Record<string, unknown>,
  { from = null, when = now, seen }: { from?: Date | null; when?: Date; seen?: number } = {},
) => {
  const saw = seen ?? (await revision())
  return at(when, (tx) => changeSettings(tx, { revision: saw, values, from, reason }))
}
const settingsAt = (when: Date) => readSettings(database, undefined, when)
const audits = () =>
  collectionOf(database, auditRecord)
    .find({ 'target.id': 'settings' }, { sort: { _id: 1 } })
    .toArray()

describe('every setting [OPS-4]', () => {
  it.each(settingDefinitions.map((definition) => [definition.key, definition] as const))(
    '%s has a name, a sentence of help, and a default within its bounds',
    (key, definition) => {
      expect(settingLabel(key)).not.toBe('')
      expect(settingHelp(key)).toMatch(/\.$/)
      const value = settingValue(parseSettings({}, now), key)
      expect(settingText(key, value, 'usd')).not.toMatch(/undefined|null|NaN/)
      expect(settingSchema(definition).safeParse(value).error).toBeUndefined()
      if ('min' in definition) expect(boundsText(definition, 'usd')).toMatch(/ to /)
    },
  )

  it('belongs to a part, and no part is empty', () => {
    for (const part of settingParts)
      expect(settingDefinitions.some((definition) => definition.part === part)).toBe(true)
  })

  it.each([
    ['defaultCommissionBps', 999],
    ['defaultCommissionBps', 2_001],
    ['commissionBps.api', 2_500],
    ['holdDays', 6],
    ['holdDays', 15],
    ['holdDays', 7.5],
    ['holdDays', '10'],
    ['holdDays', null],
    ['payoutMinimumMinor', -1],
    ['payoutSchedule', 'daily'],
    ['affiliateBps', 5_001],
    ['affiliateCookieDays', 0],
    ['reminderDays', [0]],
    ['reminderDays', [90, 60, 30, 14, 7, 1]],
    ['sla.firstResponseHours.urgent', 0],
    ['baseCurrency', 'dollars'],
    ['baseCurrency', 'chf'],
    ['currencies', ['eur']],
    ['currencies', []],
    ['company.name', ''],
    ['company.email', 'nobody'],
    ['company.country', 'Germany'],
    ['roles', ['admin']],
    ['revision', 7],
    ['__proto__', 1],
  ])('%s as %j is refused, and nothing changes', async (key, value) => {
    await expect(change(Object.fromEntries([[key, value]]))).rejects.toMatchObject({ status: 422 })
    expect(await revision()).toBe(0)
    expect(await audits()).toEqual([])
  })
})

describe('changing settings [OPS-4]', () => {
  it('at once holds from now on, and tells the audit what, from what, and why', async () => {
    await change({ defaultCommissionBps: 1_700, 'commissionBps.api': 1_200 })
    const settings = await settingsAt(now)
    expect(commissionRate(settings, { house: false }, 'plugin')).toEqual({ rule: 'default', rateBps: 1_700 })
    expect(commissionRate(settings, { house: false }, 'api')).toEqual({ rule: 'type:api', rateBps: 1_200 })
    expect(await audits()).toMatchObject([
      {
        act: 'settings.change',
        reason,
        actor,
        before: { defaultCommissionBps: 1_500, 'commissionBps.api': null },
        after: { defaultCommissionBps: 1_700, 'commissionBps.api': 1_200 },
      },
    ])
  })

  it('empties what may be empty', async () => {
    await change({
      'commissionBps.api': 1_200,
      'company.taxId': 'DE123',
      'company.address': ['1 Road', 'Town'],
    })
    expect((await settingsAt(now)).company).toMatchObject({
      taxId: 'DE123',
      address: [{ line: '1 Road' }, { line: 'Town' }],
    })
    await change({ 'commissionBps.api': null, 'company.taxId': null, 'company.address': [] })
    const { commissionBps, company } = await settingsAt(now)
    expect([commissionBps.api, company.taxId, company.address]).toEqual([null, null, []])
  })

  it('from a later day holds from that very moment, without anybody having to do anything', async () => {
    await change({ defaultCommissionBps: 1_700 }, { from: december })
    const rateAt = async (when: Date) => (await settingsAt(when)).defaultCommissionBps
    expect(await rateAt(now)).toBe(1_500)
    expect(await rateAt(new Date(december.getTime() - 1))).toBe(1_500)
    expect(await rateAt(december)).toBe(1_700)
    const page = await settingsPage(database, now)
    expect(page.scheduled).toMatchObject([
      { from: december, values: { defaultCommissionBps: 1_700 }, reason },
    ])
  })

  it('keeps what is scheduled while something else changes at once', async () => {
    await change({ defaultCommissionBps: 1_700 }, { from: december })
    await change({ defaultCommissionBps: 1_600, holdDays: 10 })
    expect(await settingsAt(now)).toMatchObject({ defaultCommissionBps: 1_600, holdDays: 10 })
    expect(await settingsAt(december)).toMatchObject({ defaultCommissionBps: 1_700, holdDays: 10 })
  })

  it('takes scheduled changes in when their time has come, once, and they hold all the same before', async () => {
    await change({ holdDays: 10 }, { from: december })
    await change({ holdDays: 12 }, { from: addDays(december, 1) })
    const late = addDays(december, 0.5)
    expect(await at(late, settleSettings)).toBe(1)
    expect(await at(late, settleSettings)).toBe(0)
    expect((await settingsAt(late)).holdDays).toBe(10)
    expect((await settingsAt(addDays(december, 1))).holdDays).toBe(12)
    expect((await settingsPage(database, late)).scheduled).toHaveLength(1)
    expect((await audits()).map(({ act }) => act)).toContain('settings.effect')
  })

  it('is withdrawn before it takes effect, and not after', async () => {
    const scheduled = await change({ holdDays: 10 }, { from: december })
    const id = scheduled?.id ?? ''
    const withdraw = async (when: Date) => {
      const saw = await revision()
      return at(when, (tx) => withdrawSettingsChange(tx, { revision: saw, id, reason: 'a mistake' }))
    }
    await expect(withdraw(december)).rejects.toMatchObject({ status: 409, code: 'in_effect' })
    await withdraw(now)
    expect((await settingsAt(december)).holdDays).toBe(14)
    await expect(withdraw(now)).rejects.toMatchObject({ status: 404 })
    expect((await audits()).at(-1)).toMatchObject({
      act: 'settings.withdraw',
      reason: 'a mistake',
      before: { holdDays: 10, from: december.toISOString() },
    })
  })

  it('refuses a day that is past, more than a year ahead, and what is so already', async () => {
    for (const from of [now, addDays(now, -1), addDays(now, 367)])
      await expect(change({ holdDays: 10 }, { from })).rejects.toMatchObject({ code: 'from_invalid' })
    await expect(change({ holdDays: 14 })).rejects.toMatchObject({ code: 'nothing_changes' })
  })

  it('refuses what would not fit with what is scheduled', async () => {
    await change({ currencies: ['usd', 'eur', 'gbp'] })
    await change({ baseCurrency: 'gbp' }, { from: december })
    await expect(change({ currencies: ['usd', 'eur'] })).rejects.toMatchObject({
      code: 'settings_invalid',
      errors: [{ path: 'currencies' }],
    })
    expect((await settingsAt(now)).currencies).toEqual(['usd', 'eur', 'gbp'])
  })

  it('of two admins at once changes for the first and tells the second, twenty times', async () => {
    await change({ holdDays: 8 })
    for (let round = 0; round < 20; round++) {
      const seen = await revision()
      const results = await Promise.allSettled([
        change({ affiliateCookieDays: 40 + round }, { seen }),
        change({ refundDays: 20 + round }, { seen }),
      ])
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const [refused] = results.filter(({ status }) => status === 'rejected')
      expect(refused).toMatchObject({ reason: { status: 409, code: 'settings_changed' } })
      expect(await revision()).toBe(seen + 1)
    }
  }, 60_000)
})

describe('what was sold keeps its snapshot [OPS-4]', () => {
  it('an order placed before a change keeps commission, hold and refund days; the next has the new ones', async () => {
    const [shelf] = await makeShelf(database, 1)
    const lineOf = async () => {
      const { orderId } = await placeTestOrder({ database, payload }, [{ package: shelf?.package._id ?? '' }])
      return collectionOf(database, orderItemRecord).findOne({ order: orderId })
    }
    const before = await lineOf()
    const values = { defaultCommissionBps: 2_000, holdDays: 7, refundDays: 30 }
    await change(values, { when: new Date() })
    const after = await lineOf()
    const read = async (id = '') => collectionOf(database, orderItemRecord).findOne({ _id: id })
    expect(await read(before?._id)).toEqual(before)
    expect(before).toMatchObject({
      commission: { rule: 'default', rateBps: 1_500 },
      legs: { netMinor: 4_900, commissionMinor: 735, sellerMinor: 4_165 },
      holdDays: 14,
      refundPolicy: { days: 14 },
    })
    expect(after).toMatchObject({
      commission: { rule: 'default', rateBps: 2_000 },
      legs: { netMinor: 4_900, commissionMinor: 980, sellerMinor: 3_920 },
      holdDays: 7,
      refundPolicy: { days: 30 },
    })
  })

  it('a scheduled rate is taken by the first order after its moment, before any job has run', async () => {
    const [shelf] = await makeShelf(database, 1)
    const soon = new Date(Date.now() + 1_500)
    await change({ defaultCommissionBps: 1_900 }, { from: soon, when: new Date() })
    const rate = async () => {
      const { orderId } = await placeTestOrder({ database, payload }, [{ package: shelf?.package._id ?? '' }])
      return (await collectionOf(database, orderItemRecord).findOne({ order: orderId }))?.commission.rateBps
    }
    const first = await rate()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, soon.getTime() - Date.now()) + 50))
    expect([first, await rate()]).toEqual([1_500, 1_900])
  })
})

describe('a preview [OPS-4]', () => {
  const sentences = async (values: Record<string, unknown>, from: Date | null = null) =>
    (await previewSettings(database, { values, from }, now)).map(({ sentence }) => sentence)

  it('says what changes, from when, what a sale then pays, and what stays', async () => {
    await collectionOf(database, sellerDocument).insertOne({
      _id: 'sel_contract',
      slug: 'contract',
      name: 'Contract',
      status: 'active',
      house: false,
      formerSlugs: [],
      commissionBps: 800,
    })
    await change({ 'commissionBps.api': 1_200 })
    const said = await sentences({ defaultCommissionBps: 1_700 }, december)
    expect(said).toContain('It takes effect on 1 Dec 2026, 00:00 UTC, and can be withdrawn until then.')
    expect(said).toContain('Commission: 15 % → 17 %')
    expect(said).toContain('A sale of plugins at $100.00 then pays the seller $83.00 instead of $85.00.')
    expect(said.join()).not.toContain('APIs')
    expect(said.join()).toContain('One seller has a contracted commission and is not concerned.')
    expect(said).toContain('Sales before keep the rate they were made with.')
  })

  it('says nothing for nothing, and refuses what the change would refuse', async () => {
    expect(await sentences({})).toEqual([])
    await expect(sentences({ holdDays: 99 })).rejects.toMatchObject({ status: 422 })
  })

  it('changes nothing', async () => {
    await sentences({ holdDays: 9 })
    expect(await readSettingsRow(database)).toBeNull()
  })
})
