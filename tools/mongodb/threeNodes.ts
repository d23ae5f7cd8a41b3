import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Document, MongoClient } from 'mongodb'
import type { GuardedProcess } from '../process/guarded'
import { freePort } from '../process/ports'
import { type MongodOptions, setName, startMongodOfSet } from './mongodOfSet'

/** How long a set may take to have a primary again. */
const electionLimitMs = 60_000

interface Node {
  port: number
  mongod: GuardedProcess
}

/** A replica set of three nodes on 127.0.0.1, each a process of its own. */
export interface ThreeNodes {
  /** Names no database: see `withDatabase`. */
  uri: string
  /** The port of the node that takes writes; waits for one. */
  primary(): Promise<number>
  /** The primary hands over and may not come back for so long. @returns the port of the next one. */
  stepDown(seconds: number): Promise<number>
  /** At once, without a clean shutdown. */
  kill(port: number): Promise<void>
  start(port: number): Promise<void>
  /** Keeps its connections and answers nothing until it is told to go on. */
  freeze(port: number): void
  goOn(port: number): void
  ports: readonly number[]
  stop(): Promise<void>
}

/**
 * Starts three nodes on free ports and waits for a primary. They end with this process.
 * @param folder of the data and logs.
 * @param electionSeconds without a primary before the others choose one; MongoDB's own default is ten.
 */
export async function startThreeNodes(
  folder: string,
  { electionSeconds = 2 }: { electionSeconds?: number } = {},
): Promise<ThreeNodes> {
  const ports = [await freePort(), await freePort(), await freePort()]
  const optionsOf = (port: number): MongodOptions => ({
    port,
    dbPath: path.join(folder, `data-${port}`),
    logPath: path.join(folder, `mongod-${port}.log`),
  })
  const nodes = new Map<number, Node>()
  const start = async (port: number) =>
    void nodes.set(port, { port, mongod: await startMongodOfSet(optionsOf(port)) })
  const stop = async () => {
    for (const { mongod } of nodes.values()) process.kill(mongod.pid, 'SIGCONT')
    await Promise.all([...nodes.values()].map(({ mongod }) => mongod.stop()))
  }
  const mongodAt = (port: number): GuardedProcess => {
    const node = nodes.get(port)
    if (!node) throw new Error(`no node of the set is at ${port}`)
    return node.mongod
  }
  const primary = () => primaryAmong(ports)
  try {
    await Promise.all(ports.map(start))
    await initiate(ports, electionSeconds)
    await primary()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    uri: `mongodb://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/?replicaSet=${setName}&w=majority&retryWrites=true`,
    ports,
    primary,
    async stepDown(seconds) {
      const before = await primary()
      await ask(before, { replSetStepDown: seconds, secondaryCatchUpPeriodSecs: 5 })
      return primaryAmong(ports.filter((port) => port !== before))
    },
    async kill(port) {
      const mongod = mongodAt(port)
      mongod.kill()
      await mongod.exited
      nodes.delete(port)
    },
    start,
    freeze: (port) => void process.kill(mongodAt(port).pid, 'SIGSTOP'),
    goOn: (port) => void process.kill(mongodAt(port).pid, 'SIGCONT'),
    stop,
  }
}

async function initiate(ports: readonly number[], electionSeconds: number): Promise<void> {
  const members = ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }))
  const settings = { electionTimeoutMillis: electionSeconds * 1_000 }
  await ask(ports[0] ?? 0, { replSetInitiate: { _id: setName, members, settings } })
}

async function primaryAmong(ports: readonly number[]): Promise<number> {
  const deadline = Date.now() + electionLimitMs
  while (Date.now() < deadline) {
    // One that is down or frozen is not the primary that is looked for.
    for (const port of ports)
      if ((await ask(port, { hello: 1 }).catch(() => null))?.isWritablePrimary) return port
    await sleep(100)
  }
  throw new Error(`no node became primary in ${electionLimitMs / 1_000} s`)
}

/** A command to one node, whatever it is in the set. */
async function ask(port: number, command: Document): Promise<Document> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 'hello' in command ? 1_000 : 20_000,
    ...('hello' in command ? { socketTimeoutMS: 1_000 } : {}),
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 50,
  })
  try {
    return await client.db('admin').command(command)
  } finally {
    await client.close()
  }
}
