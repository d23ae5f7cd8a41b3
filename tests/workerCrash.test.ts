import { rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { checkBooks } from '@/domain/orders/checkBooks'
import { invoiceRecord, orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow, storeEvent } from '@/platform/inbox'
import { startMailCatcher } from '../tools/mailCatcher/catcher'
import { emptyDatabase, testDatabase } from './setup/database'
import { testPayload } from './setup/payload'
import { startProcess, type TestProcess, until } from './setup/process'
import { makeShelf, openTestCheckout, placeTestOrder } from './setup/shop'
import { type TestSimulator, testSimulator } from './setup/simulator'

const lettersSchema = z.object({ messages: z.array(z.unknown()) }).transform(({ messages }) => messages)

let database: Database
let payload: Payload
let simulator: TestSimulator
let mail: Awaited<ReturnType<typeof startMailCatcher>>
const folder = path.join(os.tmpdir(), `mintreu-worker-${process.pid}`)
const running: TestProcess[] = []

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
  mail = await startMailCatcher({ smtpPort: 0, httpPort: 0, folder })
})
beforeEach(() => emptyDatabase(database))
afterAll(async () => {
  for (const worker of running) await worker.kill('SIGKILL')
  await mail.stop()
  await rm(folder, { recursive: true, force: true })
})

async function startWorker(port: number): Promise<TestProcess> {
  const worker = startProcess('src/jobs/worker.ts', {
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://localhost:3000',
    WORKER_PORT: String(port),
    // Said in the log, whatever another file of this worker left in the environment.
    LOG_LEVEL: 'info',
    FILES_DIR: folder,
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    STRIPE_API_BASE: simulator.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
    MAIL_FROM: 'Mintreu <orders@example.com>',
  })
  running.push(worker)
  await worker.said('the worker is ready', 60)
  return worker
}

async function lettersTo(address: string): Promise<unknown[]> {
  const response = await fetch(`http://127.0.0.1:${mail.httpPort}/api/messages?to=${address}`)
  return lettersSchema.parse(await response.json())
}

describe('[BUY-5] a worker killed in the middle of a completion', () => {
  it('leaves nothing half done, and the next one completes by itself, nothing doubled', async () => {
    const shelf = await makeShelf(database)
    const { orderId } = await placeTestOrder(
      { database, payload },
      shelf.map((line) => ({ package: line.package._id })),
    )
    const sessionId = await openTestCheckout(payload, simulator, orderId)
    await simulator.pay(sessionId)

    const first = await startWorker(3_930)
    // An invoice of ours, not committed, keeps the completion from committing: it is in the middle, and stays there.
    const blocker = database.client.startSession()
    blocker.startTransaction()
    await database.db
      .collection<{ _id: string }>('invoices')
      .insertOne(Object.assign({ _id: 'inv_blocker' }, { order: orderId, kind: 'invoice' }), {
        session: blocker,
      })
    const event = {
      _id: `stripe:test:${orderId}`,
      provider: 'stripe' as const,
      type: 'checkout.session.completed',
    }
    await storeEvent(database, { ...event, objectId: sessionId, order: orderId, via: 'webhook' }, new Date())
    await until(() => collectionOf(database, inboxRow).findOne({ _id: event._id, lease: { $ne: null } }))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await first.kill('SIGKILL')
    await blocker.abortTransaction()
    await blocker.endSession()
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'pending',
    })
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(0)
    expect(await collectionOf(database, entryRecord).countDocuments()).toBe(0)

    const second = await startWorker(3_931)
    await until(
      () => collectionOf(database, orderDocument).findOne({ _id: orderId, status: 'completed' }),
      45,
    )
    await until(() =>
      collectionOf(database, invoiceRecord).findOne({ order: orderId, number: { $ne: null } }),
    )
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(2)
    expect(await collectionOf(database, entryRecord).countDocuments({ kind: 'sale' })).toBe(2)
    expect(await collectionOf(database, invoiceRecord).countDocuments()).toBe(1)
    const letters = await until(async () => {
      const found = await lettersTo('guest@example.com')
      return found.length > 0 && found
    })
    expect(letters).toHaveLength(1)
    expect(await second.kill('SIGTERM')).toBe(0)
    expect(await checkBooks(database)).toEqual([])
  }, 150_000)
})
