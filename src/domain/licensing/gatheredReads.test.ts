import { connect, createServer, type Socket } from 'node:net'
import { MongoClient } from 'mongodb'
import { expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { invariant } from '@/platform/errors'
import { testDatabase } from '../../../tests/setup/database'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { gatheredReads } from './gatheredReads'
import { type License, licenseRecord } from './records'

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

it('a record that cannot be read fails its own question alone, not those that were asked beside it [LIC-8]', async () => {
  const database = await testDatabase()
  const licenses = collectionOf(database, licenseRecord)
  const [broken, ...others] = await Promise.all(Array.from({ length: 4 }, () => issuedLicense(database)))
  const hashOf = ({ license }: { license: License }) => license.keys[0]?.hash ?? ''
  invariant(broken, 'there are four')
  const { _id } = broken.license
  await licenses.updateOne({ _id }, { $unset: { handles: '' } }, { bypassDocumentValidation: true })
  const read = gatheredReads(database)
  const asked = [broken, ...others].map((one) => read([hashOf(one)]))
  const [own, ...beside] = await Promise.allSettled([...asked, read(['nobody'])])
  expect(own).toMatchObject({ status: 'rejected', reason: { message: 'a license cannot be read' } })
  expect(beside).toMatchObject([
    ...others.map(({ license }) => ({ status: 'fulfilled', value: { _id: license._id } })),
    { status: 'fulfilled', value: null },
  ])
  await licenses.deleteOne({ _id })
})
