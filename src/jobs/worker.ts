import { createServer } from 'node:http'
import config from '@payload-config'
import { getPayload } from 'payload'
import { schema } from '@/domain/schema'
import { watchDeadTransactions } from '@/platform/deadTransactions'
import { databaseOf } from '@/platform/documentTransaction'
import { environment } from '@/platform/env'
import { openFileStorage } from '@/platform/fileStorage'
import { measureInstallation } from '@/platform/healthMetrics'
import { runProcess } from '@/platform/lifecycle'
import { log } from '@/platform/logs'
import { smtpMailer } from '@/platform/mail'
import { metrics } from '@/platform/metrics'
import { startHeartbeat } from '@/platform/processStates'
import { assertDatabaseReady } from '@/platform/schema/bootCheck'
import { stripeClient } from '@/platform/stripe'
import { followClock } from '@/platform/time'
import { startAgenda } from './agenda'
import { createDrains } from './drains'
import { createSealer } from './ledger/sealer'
import { schedule } from './schedule'

/** The worker: inbox, outbox, sealing, and all that time does. May run many times over. */
await runProcess('worker', async (lifecycle) => {
  const env = environment()
  const payload = await getPayload({ config })
  lifecycle.onStop('payload', () => payload.destroy())
  const database = databaseOf(payload)
  await assertDatabaseReady(database, schema)
  lifecycle.onStop('clock', await followClock(database))
  lifecycle.onStop('dead transactions', watchDeadTransactions(database))

  const stripe = stripeClient(env)
  const mailer = smtpMailer(env)
  lifecycle.onStop('mailer', () => mailer.close())
  const storage = await openFileStorage(env)
  lifecycle.onStop('files', () => storage.close())
  const drains = createDrains({
    payload,
    database,
    stripe,
    mailer,
    storage,
    publicUrl: env.PUBLIC_URL,
  })
  for (const [name, drain] of Object.entries(drains)) {
    drain.start()
    lifecycle.onStop(name, () => drain.stop())
  }
  const sealer = createSealer(database)
  lifecycle.onStop('sealer', () => sealer.stop())
  const agenda = await startAgenda(schedule, {
    payload,
    database,
    stripe,
    storage,
  })
  lifecycle.onStop('agenda', () => agenda.stop())

  const measure = measureInstallation(database)
  const server = createServer(async (request, response) => {
    if (request.url === '/healthz') response.end('ok')
    else if (request.url === '/metrics') {
      await measure()
      response.end(await metrics.metrics())
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(env.WORKER_PORT, '127.0.0.1', resolve)
  })
  lifecycle.onStop('health', () => server.close())
  lifecycle.onStop('heartbeat', await startHeartbeat(database, 'worker'))
  log().info({ port: env.WORKER_PORT }, 'the worker is ready')
})
