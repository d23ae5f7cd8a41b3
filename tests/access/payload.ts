import config from '@payload-config'
import { getPayload, type Payload } from 'payload'
import { testDatabase } from '../setup/database'

/** Payload on this worker's migrated database; shared by its files, so never destroyed. */
export async function testPayload(): Promise<Payload> {
  await testDatabase()
  return getPayload({ config })
}
