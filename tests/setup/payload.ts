import config from '@payload-config'
import { getPayload, type Payload } from 'payload'
import { testDatabase } from './database'

let shared: Promise<Payload> | undefined

/** The product's own Payload on this worker's database. Shared by the files of a worker: never destroy it. */
export function testPayload(): Promise<Payload> {
  shared ??= boot()
  return shared
}

async function boot(): Promise<Payload> {
  await testDatabase()
  return getPayload({ config })
}
