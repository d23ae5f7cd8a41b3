import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Document } from 'mongodb'
import type { Payload } from 'payload'
import { sealEntries } from '@/domain/ledger/sealEntries'
import { eventOrder } from '@/domain/orders/providerEvents'
import { orderItemRecord } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { submitRefund } from '@/domain/orders/submitRefund'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow, storeEvent } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { makeShelf, openTestCheckout, placeTestOrder } from '../setup/shop'
import type { TestSimulator } from '../setup/simulator'

const actor = systemActor('test')

export interface GoodShop {
  /** Two lines of two sellers, of one piece and of two, bought and kept. */
  kept: { order: string; items: string[] }
  /** The same, of which the first line was given back. */
  given: { order: string; items: string[]; refund: string }
}

/** Two orders through the real operations and the simulator, one of them refunded in part; sealed, and all queues done. */
export async function makeGoodShop(
  { database, payload }: { database: Database; payload: Payload },
  simulator: TestSimulator,
): Promise<GoodShop> {
  const hook = await receiveWebhooks(database)
  await simulator.control('PUT', '/webhook-endpoint', { url: hook.url })
  const buy = async () => {
    const shelf = await makeShelf(database)
    const { orderId } = await placeTestOrder(
      { database, payload },
      shelf.map((line, index) => ({ package: line.package._id, quantity: index + 1 })),
    )
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    await syncOrder(payload, simulator.stripe, orderId)
    const items = await collectionOf(database, orderItemRecord)
      .find({ order: orderId }, { sort: { quantity: 1 } })
      .toArray()
    return { order: orderId, items: items.map(({ _id }) => _id) }
  }
  const kept = await buy()
  const given = await buy()
  const refund = await transact(database, { actor }, (tx) =>
    requestRefund(tx, {
      orderId: given.order,
      reason: 'asked for',
      lines: [{ item: given.items[0] ?? '', grossMinor: 4900 }],
    }),
  )
  await submitRefund(database, simulator.stripe, refund._id)
  await syncOrder(payload, simulator.stripe, given.order)
  await transact(database, { actor }, (tx) => sealInvoices(tx))
  await transact(database, { actor }, (tx) => sealEntries(tx))
  await simulator.control('POST', '/deliveries/settle', {})
  hook.stop()
  const done = { $set: { state: 'done' as const, doneAt: new Date() } }
  await collectionOf(database, inboxRow).updateMany({}, done)
  await collectionOf(database, outboxRow).updateMany({}, done)
  return { kept, given: { ...given, refund: refund._id } }
}

/** Stores what comes, as edge does. */
async function receiveWebhooks(database: Database): Promise<{ url: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const event = JSON.parse(Buffer.concat(parts).toString('utf8'))
    await storeEvent(
      database,
      {
        _id: `stripe:${event.id}`,
        provider: 'stripe',
        type: event.type,
        ...eventOrder(event),
        via: 'webhook',
      },
      new Date(),
    )
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() }
}

/** Everything that lies in the database, to be put back after it was broken. */
export async function keepDatabase({ db }: Database): Promise<() => Promise<void>> {
  const kept = new Map<string, Document[]>()
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('system.')) kept.set(name, await db.collection(name).find().toArray())
  return async () => {
    for (const [name, documents] of kept) {
      await db.collection(name).deleteMany({})
      if (documents.length > 0)
        await db.collection(name).insertMany(documents, { bypassDocumentValidation: true })
    }
  }
}
