import { connect, createServer, type Socket } from 'node:net'
import { MongoClient } from 'mongodb'
import { expect, it } from 'vitest'
import { testDatabase } from '../../../tests/setup/database'
import { gatheredReads } from './gatheredReads'

it('while the database is away everybody who waits is told by the first question that fails, however many wait [LIC-8]', async () => {
  const real = await testDatabase()
  const address = real.client.options.hosts[0]
  const sockets = new Set<Socket>()
  const between = createServer((near) => {
    const far = connect(address?.port ?? 0, address?.host ?? '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  const bound = between.address()
  const port = bound && typeof bound === 'object' ? bound.port : 0
  const client = new MongoClient(
    `mongodb://127.0.0.1:${port}/${real.db.databaseName}?directConnection=true`,
    {
      serverSelectionTimeoutMS: 400,
    },
  )
  await client.connect()
  const read = gatheredReads({ client, db: client.db() })
  expect(await read(['nobody'])).toBeNull()
  between.close()
  for (const socket of sockets) socket.destroy()
  const began = performance.now()
  const answers = await Promise.allSettled(
    Array.from({ length: 1_000 }, (_, index) => read([`hash-${index}`])),
  )
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true)
  expect(performance.now() - began).toBeLessThan(2_000)
  await client.close()
})
