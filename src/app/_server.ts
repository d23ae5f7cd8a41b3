import config from '@payload-config'
import { getPayload, type Payload } from 'payload'
import type { Database } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { environment } from '@/platform/env'
import { startHeartbeat } from '@/platform/processStates'
import { type Stripe, stripeClient } from '@/platform/stripe'
import { followClock } from '@/platform/time'

export interface Server {
  payload: Payload
  database: Database
}

let started: Promise<Server> | undefined

/** Payload and the database of the web process: one instance, made at the first request. */
export function server(): Promise<Server> {
  started ??= start().catch((error) => {
    started = undefined
    throw error
  })
  return started
}

async function start(): Promise<Server> {
  const payload = await getPayload({ config })
  const database = databaseOf(payload)
  await followClock(database)
  // Next stops by itself; all that is to do is to say so.
  const goodbye = await startHeartbeat(database, 'web')
  process.once('SIGTERM', () => void goodbye())
  return { payload, database }
}

let client: Stripe | undefined

/** The payment provider, or its simulator. */
export function paymentProvider(): Stripe {
  client ??= stripeClient(environment())
  return client
}
