// What the completion of an order costs in CPU, Node and mongod together, against a plain transaction that writes the same
// documents with the bare driver in the same run. Ratios travel between machines, figures do not.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startReplicaSet } from '../mongodb/replicaSet'
import { withDatabase } from '../mongodb/uri'

const orders = Number(process.env.BENCH_ORDERS ?? 300)
const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-bench-'))
const set = await startReplicaSet({
  dbPath: path.join(folder, 'data'),
  logPath: path.join(folder, 'mongod.log'),
})
process.env.MONGODB_URI = withDatabase(set.uri, 'bench')
process.env.APP_SECRETS = `bench:${Buffer.alloc(32, 9).toString('base64url')}`
process.env.PUBLIC_URL = 'http://localhost:3000'
process.env.DISABLE_PAYLOAD_HMR = 'true'
process.env.LOG_LEVEL = 'warn'

// The configuration reads the environment when it is loaded.
const { default: config } = await import('@payload-config')
const { getPayload } = await import('payload')
const { applyPayment } = await import('@/domain/orders/applyPayment')
const { invoiceRecord } = await import('@/domain/orders/records')
const { entryRecord } = await import('@/domain/ledger/records')
const { licenseRecord } = await import('@/domain/licensing/records')
const { schema } = await import('@/domain/schema')
const { migrations } = await import('@/migrations')
const { systemActor } = await import('@/platform/actor')
const { collectionOf, connectDatabase } = await import('@/platform/database')
const { transactDocuments } = await import('@/platform/documentTransaction')
const { migrate } = await import('@/platform/schema/migrate')
const { transact } = await import('@/platform/transaction')
const { makeShelf, placeTestOrder } = await import('../../tests/setup/shop')
const { paid } = await import('./patternOrders')

const database = await connectDatabase(process.env.MONGODB_URI)
await migrate(database, schema, migrations)
const payload = await getPayload({ config })
const actor = systemActor('bench')
try {
  const [line] = await makeShelf(database, 1)
  const placed: { orderId: string; totalMinor: number; currency: string }[] = []
  for (let i = 0; i < orders * 2 + 1; i++)
    placed.push(await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }]))

  const complete = ({ orderId, totalMinor, currency }: (typeof placed)[number]) =>
    transactDocuments(payload, { actor }, (tx) =>
      applyPayment(tx, orderId, paid(orderId, totalMinor, currency)),
    )
  for (const order of placed.slice(0, orders)) await complete(order)
  const ours = await measure(async () => {
    for (const order of placed.slice(orders, orders * 2)) await complete(order)
  })
  const commands = await commandsOf(async () => {
    for (const order of placed.slice(orders * 2)) await complete(order)
  })
  const bare = await measure(() => bareCompletions(orders))
  const documents = await Promise.all(
    [licenseRecord, entryRecord, invoiceRecord].map((one) =>
      database.db.collection(one.name).countDocuments(),
    ),
  )
  console.log(
    `${orders} completions of one line each, one after the other; documents so far: ${documents.join(' licenses, ')} invoices`,
  )
  report('completion (applyPayment with the Orders hook)', ours)
  console.log(`its ${commands.length + 1} commands: ${commands.join(', ')}, commit`)
  report('the same documents by the bare driver', bare)
  console.log(`ratio of CPU: ${((ours.node + ours.mongod) / (bare.node + bare.mongod)).toFixed(2)}`)
} finally {
  await payload.destroy()
  await database.client.close()
  await set.stop()
  await rm(folder, { recursive: true, force: true })
}

interface Cpu {
  node: number
  mongod: number
}

function report(name: string, { node, mongod }: Cpu): void {
  const each = (milliseconds: number) => (milliseconds / orders).toFixed(2)
  console.log(`${name}: ${each(node + mongod)} ms CPU each (Node ${each(node)} + mongod ${each(mongod)})`)
}

/** What `work` asked of the database, by the server's own profiler: `insert licenses`. */
async function commandsOf(work: () => Promise<void>): Promise<string[]> {
  await database.db.command({ profile: 2 })
  await work()
  await database.db.command({ profile: 0 })
  const seen = await database.db
    .collection<{ op: string; ns: string; command: object }>('system.profile')
    .find({ 'command.profile': { $exists: false } }, { sort: { ts: 1 } })
    .toArray()
  return seen.map(
    ({ op, ns, command }) =>
      `${op === 'command' ? Object.keys(command)[0] : op} ${ns.slice(ns.indexOf('.') + 1)}`,
  )
}

/** CPU time that `work` took in this process and in mongod, in milliseconds. */
async function measure(work: () => Promise<void>): Promise<Cpu> {
  const mongodBefore = mongodCpu()
  const before = process.cpuUsage()
  await work()
  const used = process.cpuUsage(before)
  return { node: (used.user + used.system) / 1_000, mongod: mongodCpu() - mongodBefore }
}

/** From /proc: user and system time in clock ticks of 10 ms; elsewhere unknown, and said so. */
function mongodCpu(): number {
  try {
    const fields = readFileSync(`/proc/${set.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

/** Copies of what a completion wrote, written again in one transaction each: what nobody can do without. */
async function bareCompletions(count: number): Promise<void> {
  const license = await collectionOf(database, licenseRecord).findOne({})
  const entry = await collectionOf(database, entryRecord).findOne({ kind: 'sale' })
  const invoice = await collectionOf(database, invoiceRecord).findOne({})
  const collections = [
    'bare-licenses',
    'bare-history',
    'bare-entries',
    'bare-fees',
    'bare-payments',
    'bare-invoices',
    'bare-mails',
    'bare-orders',
  ]
  for (const name of collections) await database.db.createCollection(name)
  for (let i = 0; i < count; i++)
    await transact(database, { actor }, async (tx) => {
      for (const [index, name] of collections.entries()) {
        const copy = [license, license, entry, entry, invoice, invoice, entry, invoice][index]
        await database.db
          .collection<{ _id: string }>(name)
          .insertOne({ ...copy, _id: `${name}:${i}` }, { session: tx.session })
      }
    })
}
