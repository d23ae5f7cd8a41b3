import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { userDocument } from '@/domain/accounts/records'
import { orderDocument } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { diskStorage } from '@/platform/fileStorage'
import { newId } from '@/platform/ids'
import { smtpMailer } from '@/platform/mail'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { startMailCatcher } from '../../../tools/mailCatcher/catcher'
import { createDrains } from '../drains'
import { sealBooks } from '../ledger/sealBooks'

const listSchema = z.object({ messages: z.array(z.object({ id: z.string() })) })
const letterSchema = z.looseObject({ messageId: z.string(), envelope: z.object({ to: z.array(z.string()) }) })

let database: Database
let payload: Payload
let simulator: TestSimulator
let folder: string
let catcher: Awaited<ReturnType<typeof startMailCatcher>> | null = null

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(async () => {
  await emptyDatabase(database)
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-mail-faults-'))
  catcher = await startMailCatcher({ folder, smtpPort: 0, httpPort: 0 })
})
afterEach(async () => {
  await catcher?.stop()
  await rm(folder, { recursive: true, force: true })
})

const switchTo = (mode: string, count: number) =>
  fetch(`http://127.0.0.1:${catcher?.httpPort}/api/switches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode, count }),
  })

/** Sends what is due, and puts what waits forward, until nothing is left or so many rounds are over. */
async function send(port: number, rounds: number): Promise<void> {
  const mailer = smtpMailer(
    { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Mintreu <shop@example.com>' },
    { restMs: 20 },
  )
  const storage = diskStorage(folder)
  const context = {
    payload,
    database,
    stripe: simulator.stripe,
    mailer,
    storage,
    publicUrl: 'http://shop.test',
  }
  const { outbox } = createDrains(context)
  for (let round = 1; round <= rounds; round++) {
    await outbox.runDue()
    await collectionOf(database, outboxRow).updateMany(
      { state: 'due', attempts: { $gt: 0 } },
      { $set: { nextAt: new Date(0) } },
    )
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  mailer.close()
}

/** How often each mail came, by its Message-ID, and to whom. */
async function arrived(): Promise<{ to: string; times: number }[]> {
  const url = `http://127.0.0.1:${catcher?.httpPort}/api/messages`
  const { messages } = listSchema.parse(await (await fetch(`${url}?limit=500`)).json())
  const mails = new Map<string, { to: string; times: number }>()
  for (const { id } of messages) {
    const letter = letterSchema.parse(await (await fetch(`${url}/${id}`)).json())
    const before = mails.get(letter.messageId)?.times ?? 0
    mails.set(letter.messageId, { to: letter.envelope.to.join(), times: before + 1 })
  }
  return [...mails.values()].sort((a, b) => a.to.localeCompare(b.to))
}

async function completedOrders(count: number): Promise<void> {
  for (let index = 1; index <= count; index++) {
    const lines = (await makeShelf(database, 1)).map((line) => ({ package: line.package._id }))
    const buyer = { email: `buyer${index}@example.com`, name: 'A', company: null, country: 'DE', taxId: null }
    const { orderId } = await placeTestOrder({ database, payload }, lines, buyer)
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    await syncOrder(payload, simulator.stripe, orderId)
  }
  while ((await sealBooks(database)) > 0);
}

const buyers = ['buyer1@example.com', 'buyer2@example.com', 'buyer3@example.com']
const states = () => collectionOf(database, outboxRow).distinct('state', { _id: /^mail:order-completed/ })

describe('[NOT-1] a mail server', () => {
  it('that is down for longer than any row is tried costs no mail: each comes once when it is back', async () => {
    await completedOrders(3)
    const port = catcher?.smtpPort ?? 0
    await catcher?.stop()
    await send(port, 20)
    expect(await collectionOf(database, orderDocument).countDocuments({ status: 'completed' })).toBe(3)
    expect(await states()).toEqual(['due'])
    expect(await collectionOf(database, outboxRow).findOne({ _id: /^mail:order-completed/ })).toMatchObject({
      error: expect.stringContaining('does not answer'),
    })
    catcher = await startMailCatcher({ folder, smtpPort: port, httpPort: 0 })
    await send(port, 2)
    expect(await states()).toEqual(['done'])
    expect(await arrived()).toEqual(buyers.map((to) => ({ to, times: 1 })))
  }, 60_000)

  it.each([
    ['refuses for now', 'reject-temporary', 4],
    ['refuses for good, and thinks better of it', 'reject-permanent', 4],
  ])('that %s gets each mail again, and it comes once', async (_, mode, count) => {
    await completedOrders(3)
    await switchTo(mode, count)
    await send(catcher?.smtpPort ?? 0, 4)
    expect(await arrived()).toEqual(buyers.map((to) => ({ to, times: 1 })))
  })

  it('that takes a mail and hangs up before it says so gets it again under the same name, once', async () => {
    await completedOrders(3)
    await switchTo('drop-after-data', 1)
    await send(catcher?.smtpPort ?? 0, 4)
    const mails = await arrived()
    expect(mails.map(({ to }) => to)).toEqual(buyers)
    expect(mails.map(({ times }) => times).sort()).toEqual([1, 1, 2])
  })
})

describe('[NOT-1] a mail to several', () => {
  it('reaches the others once, however often one of them is refused', async () => {
    await collectionOf(database, userDocument).insertMany(
      ['first', 'second'].map((name) => ({
        _id: newId('usr'),
        email: `${name}@example.com`,
        name,
        roles: ['finance' as const],
        memberships: [],
        lockedAt: null,
      })),
    )
    await completedOrders(1)
    const [order] = await collectionOf(database, orderDocument).find().toArray()
    const orderId = order?._id ?? ''
    await transact(database, { actor: systemActor('test') }, async (tx) => {
      const { _id: refund } = await requestRefund(tx, { orderId, reason: 'asked for' })
      const data = { order: orderId, refund, returned: false }
      await tx.emit({
        key: 'mail:to-staff',
        kind: 'mail',
        payload: { template: 'refund-failed', to: 'staff:finance', locale: 'en', data },
      })
    })
    await collectionOf(database, outboxRow).deleteMany({ _id: { $ne: 'mail:to-staff' } })
    await switchTo('reject-permanent', 1)
    await send(catcher?.smtpPort ?? 0, 4)
    expect(await arrived()).toEqual([
      { to: 'first@example.com', times: 1 },
      { to: 'second@example.com', times: 1 },
    ])
  })
})
