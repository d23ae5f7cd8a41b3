import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, MongoClient, MongoServerError } from 'mongodb'
import type { GuardedProcess } from '../process/guarded'
import { freePort } from '../process/ports'
import { type MongodOptions, setName, startMongodOfSet } from './mongodOfSet'
import { whyMongodEnded } from './whyMongodEnded'

/** Recovery after an unclean stop replays the journal, which takes longer than a plain start. */
const startLimitMs = 60_000

export interface ReplicaSetOptions extends Omit<MongodOptions, 'port'> {
  /** 0 or left out: a free one. The port may differ from the one of the last start. */
  port?: number
}

export interface ReplicaSet {
  /** Names no database: see `withDatabase`. */
  uri: string
  port: number
  pid: number
  /** Resolves with the exit code when mongod ends, asked or not. */
  exited: Promise<number>
  stop(): Promise<void>
  /** At once, without a clean shutdown. */
  kill(): void
}

/**
 * Starts a replica set of one node on 127.0.0.1 and waits until it takes writes. It ends with this process, however
 * this process ends.
 * @throws Error of one sentence that says what to do: port or folder in use, library missing, data of another version.
 */
export async function startReplicaSet(options: ReplicaSetOptions): Promise<ReplicaSet> {
  const { dbPath, logPath } = options
  const port = options.port || (await freePort())
  const mongod = await startMongodOfSet({ ...options, port })
  try {
    await Promise.race([
      becomePrimary(port),
      mongod.exited.then(async (code) => {
        throw new Error(await whyMongodEnded({ code, dbPath, logPath }))
      }),
    ])
  } catch (error) {
    await mongod.stop()
    throw error
  }
  return running(mongod, port)
}

function running(mongod: GuardedProcess, port: number): ReplicaSet {
  return {
    uri: `mongodb://127.0.0.1:${port}/?replicaSet=${setName}&directConnection=false&w=majority&retryWrites=true`,
    port,
    pid: mongod.pid,
    exited: mongod.exited,
    stop: mongod.stop,
    kill: mongod.kill,
  }
}

async function becomePrimary(port: number): Promise<void> {
  const deadline = Date.now() + startLimitMs
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: startLimitMs,
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 50,
  })
  try {
    const admin = client.db('admin')
    await ownTheSet(admin, `127.0.0.1:${port}`)
    while (!(await admin.command({ hello: 1 })).isWritablePrimary) {
      if (Date.now() > deadline)
        throw new Error(`MongoDB did not become primary in ${startLimitMs / 1000} s.`)
      await sleep(50)
    }
  } finally {
    await client.close()
  }
}

/** Initiates a new set; moves the only member of an old one to the present port. */
async function ownTheSet(admin: Db, host: string): Promise<void> {
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 })
    if (config.members.length === 1 && config.members[0].host === host) return
    const member = { ...config.members[0], host }
    await admin.command({
      replSetReconfig: { ...config, version: config.version + 1, members: [member] },
      force: true,
    })
  } catch (error) {
    if (!(error instanceof MongoServerError && error.codeName === 'NotYetInitialized')) throw error
    await admin.command({ replSetInitiate: { _id: setName, members: [{ _id: 0, host }] } })
  }
}
