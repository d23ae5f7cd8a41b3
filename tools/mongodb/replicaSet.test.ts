import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive } from '../process/guarded'
import { portState } from '../process/ports'
import { type ReplicaSet, startReplicaSet } from './replicaSet'
import { withDatabase } from './uri'

let folder: string
let running: ReplicaSet[] = []
const paths = () => ({ dbPath: path.join(folder, 'data'), logPath: path.join(folder, 'mongod.log') })

async function start(port = 0): Promise<ReplicaSet> {
  const set = await startReplicaSet({ ...paths(), port })
  running.push(set)
  return set
}

async function withClient<T>({ uri }: ReplicaSet, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(withDatabase(uri, 'shop'), { serverSelectionTimeoutMS: 5_000 })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

const writeInTransaction = (set: ReplicaSet) =>
  withClient(set, async (client) => {
    await client.db().createCollection('orders')
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await client.db().collection('orders').insertOne({ total: 1 }, { session })
        await client.db().collection('orders').insertOne({ total: 2 }, { session })
      }),
    )
  })

const countOrders = (set: ReplicaSet) =>
  withClient(set, (client) => client.db().collection('orders').countDocuments())

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-set-'))
})

afterEach(async () => {
  for (const set of running) await set.stop()
  running = []
  await rm(folder, { recursive: true, force: true })
})

describe('a replica set of one node [OPS-1]', () => {
  it('takes transactions, stops cleanly and keeps the data, also on another port', async () => {
    const first = await start()
    await writeInTransaction(first)
    await first.stop()
    expect(await first.exited).toBe(0)
    expect(await portState(first.port)).toBe('free')
    const second = await start()
    expect(second.port).not.toBe(first.port)
    expect(await countOrders(second)).toBe(2)
  })

  it('recovers what was committed before an unclean stop', async () => {
    const first = await start()
    await writeInTransaction(first)
    process.kill(first.pid, 'SIGKILL')
    expect(await first.exited).toBe(137)
    expect(await countOrders(await start(first.port))).toBe(2)
  })

  it('says in one sentence that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(start(port)).rejects.toThrow(`Port ${port} is in use: MongoDB cannot start there.`)
    other.close()
  })

  it('says in one sentence that another mongod has the folder', async () => {
    await start()
    await expect(start()).rejects.toThrow(/^Another mongod uses .*\. Stop it, then start again\.$/)
  })

  it('ends when its parent is killed by kill -9', async () => {
    const script = path.join(folder, 'parent.ts')
    const told = path.join(folder, 'told.json')
    const module = fileURLToPath(new URL('./replicaSet.ts', import.meta.url))
    await writeFile(
      script,
      `import { writeFileSync } from 'node:fs'
import { startReplicaSet } from ${JSON.stringify(module)}
void startReplicaSet(${JSON.stringify(paths())}).then(({ pid, port }) => {
  writeFileSync(${JSON.stringify(told)}, JSON.stringify({ pid, port }))
  process.stdout.write('ready')
  setInterval(() => undefined, 1000)
})`,
    )
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(parent.stdout, 'data')
    const { pid, port } = JSON.parse(await readFile(told, 'utf8'))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    for (let waited = 0; isAlive(pid) && waited < 12_000; waited += 100) await sleep(100)
    expect(isAlive(pid)).toBe(false)
    expect(await portState(port)).toBe('free')
  })
})
