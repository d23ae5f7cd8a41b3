import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../tests/setup/database'
import { until } from '../../tests/setup/process'
import type { Database } from './database'
import { endDeadTransactions } from './deadTransactions'

/** Writes a row in a transaction and is killed before it commits. */
const dies = `
const { MongoClient } = require('mongodb')
const client = new MongoClient(process.env.MONGODB_URI)
const session = client.startSession()
session.startTransaction()
client.db().collection('dead-rows').updateOne({ _id: 'row' }, { $set: { by: 'the dead' } }, { session })
  .then(() => process.kill(process.pid, 'SIGKILL'))
`

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

describe('a process that is killed in the middle of a transaction [BUY-5]', () => {
  it('keeps what it had written from others for some seconds, not for a minute', async () => {
    const rows = database.db.collection<{ _id: string; by?: string }>('dead-rows')
    await rows.insertOne({ _id: 'row' })
    const child = spawn(process.execPath, ['-e', dies], { env: process.env, stdio: 'inherit' })
    await once(child, 'exit')
    const write = () => rows.updateOne({ _id: 'row' }, { $set: { by: 'the living' } }, { maxTimeMS: 500 })
    await expect(write()).rejects.toThrow()

    expect(await until(() => endDeadTransactions(database), 8)).toBeGreaterThanOrEqual(1)
    await write()
    expect(await rows.findOne({ _id: 'row' })).toEqual({ _id: 'row', by: 'the living' })
    await rows.drop()
  })

  it('does not cost a living one its transaction, which waits no longer than a moment', async () => {
    const session = database.client.startSession()
    session.startTransaction()
    const rows = database.db.collection<{ _id: string }>('dead-rows')
    await rows.insertOne({ _id: 'alive' }, { session })
    await endDeadTransactions(database)
    await session.commitTransaction()
    await session.endSession()
    expect(await rows.findOne({ _id: 'alive' })).not.toBeNull()
    await rows.drop()
  })
})
