import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { z } from 'zod'
import { entryRecord } from '@/domain/ledger/records'
import { invoiceRecord, orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { addSeconds, now } from '@/platform/time'
import { startMailCatcher } from '../../tools/mailCatcher/catcher'
import { emptyDatabase, testDatabase } from '../setup/database'
import { testPayload } from '../setup/payload'
import { until } from '../setup/process'
import { startTestSimulator, type TestSimulator } from '../setup/simulator'
import { buildPrograms, type ProgramName } from './programs'
import { type ActError, Cut, Victim } from './victim'
import type { WebActs } from './webActs'

const webhookSecret = 'whsec_of_the_crash_tests'
export const metricsToken = 'metrics-token-of-the-crash-tests'
const lettersSchema = z.object({
  messages: z.array(z.object({ id: z.string(), to: z.unknown(), subject: z.string() })),
})
const letterSchema = z.looseObject({ messageId: z.string() })

/** A marketplace of real processes on the run's MongoDB, with a provider and a mail server of its own. */
export interface Stage {
  database: Database
  /** Of the test itself, for what is prepared. */
  payload: Payload
  simulator: TestSimulator
  victims: Record<ProgramName, Victim>
  edgeUrl: string
  /** An act of web, asked again by whoever asked where web died in it; refused then: it had happened. */
  web<Act extends keyof WebActs>(act: Act, input: WebActs[Act]['input']): Promise<void>
  /** A POST to edge, sent again by the program that sent it. */
  post(route: string, body: object): Promise<unknown>
  /** The payment page that web opened for an order. */
  sessionOf(orderId: string): Promise<string>
  /** The time of a job has come. */
  due(job: string): Promise<void>
  /** Nothing waits: no event, no effect that is due, no invoice without a number, no entry outside the chain. */
  settled(seconds: number): Promise<void>
  /** Mails that arrived, each counted once by its Message-ID. */
  letters(): Promise<string[]>
  /** Nothing in the books, at the provider, in the mail server. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/** @param own a MongoDB of the test's own instead of the run's. */
export async function openStage(own?: { uri: string; database: Database }): Promise<Stage> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-crash-'))
  const [database, payload, simulator, mail] = await Promise.all([
    own?.database ?? testDatabase(),
    testPayload(),
    startTestSimulator({ retryDelaysMs: `200,400,800,${'1000,'.repeat(30)}1000` }),
    startMailCatcher({ folder: path.join(folder, 'mail'), smtpPort: 0, httpPort: 0 }),
    buildPrograms(),
  ])
  const [edgePort, workerPort] = [await freePort(), await freePort()]
  const env = {
    ...(own ? { MONGODB_URI: own.uri } : {}),
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    PUBLIC_URL: 'http://localhost:3000',
    EDGE_PORT: String(edgePort),
    WORKER_PORT: String(workerPort),
    WEB_URL: 'http://127.0.0.1:1',
    FILES_DIR: path.join(folder, 'files'),
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: simulator.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
    MAIL_FROM: 'Mintreu <orders@example.com>',
    BOOKS_CONFIRM_SECONDS: '0.1',
    METRICS_TOKEN: metricsToken,
  }
  const victims = {
    worker: new Victim('worker', env),
    edge: new Victim('edge', env),
    web: new Victim('web', env),
  }
  for (const victim of Object.values(victims)) await victim.start()
  const edgeUrl = `http://127.0.0.1:${edgePort}`
  const mailUrl = `http://127.0.0.1:${mail.httpPort}`

  return {
    database,
    payload,
    simulator,
    victims,
    edgeUrl,
    web: (act, input) => askAgain(victims.web, act, input),
    post: (route, body) => postAgain(`${edgeUrl}${route}`, body),
    async sessionOf(orderId) {
      const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
      return order?.checkout?.sessionId ?? ''
    },
    due: async (job) => {
      const jobs = database.db.collection('agendaJobs')
      await until(
        async () => (await jobs.updateOne({ name: job }, { $set: { nextRunAt: new Date() } })).matchedCount,
      )
    },
    settled: (seconds) => settled(database, seconds),
    async letters() {
      const response = await fetch(`${mailUrl}/api/messages?limit=500`)
      const { messages } = lettersSchema.parse(await response.json())
      const seen = new Map<string, string>()
      for (const { id, to, subject } of messages) {
        const letter = letterSchema.parse(await (await fetch(`${mailUrl}/api/messages/${id}`)).json())
        seen.set(letter.messageId, `${subject} → ${JSON.stringify(to)}`)
      }
      return [...seen.values()].map((line) => line.replace(/\d+/g, '#')).sort()
    },
    async clear() {
      await simulator.control('POST', '/reset')
      const jobs = await database.db.collection('agendaJobs').find().toArray()
      await emptyDatabase(database)
      // The schedule is the worker's, which goes on.
      if (jobs.length > 0) await database.db.collection('agendaJobs').insertMany(jobs)
      await fetch(`${mailUrl}/api/messages`, { method: 'DELETE' })
      await simulator.control('PUT', '/webhook-endpoint', {
        url: `${edgeUrl}/api/v1/webhooks/stripe`,
        secret: webhookSecret,
      })
    },
    async stop() {
      for (const victim of Object.values(victims)) await victim.stop()
      simulator.stop()
      await mail.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function askAgain<Act extends keyof WebActs>(
  web: Victim,
  act: Act,
  input: WebActs[Act]['input'],
): Promise<void> {
  let wasCut = false
  await until(async () => {
    try {
      const error = await web.ask(act, input)
      return error === null || isOver(error, wasCut)
    } catch (error) {
      if (!(error instanceof Cut)) throw error
      wasCut = true
      return false
    }
  }, 60)
}

/**
 * Where web died before it answered, the act may have happened: then it is refused now, and that is right. What failed
 * because the dead one still holds it is asked again.
 */
function isOver({ status, code, detail }: ActError, wasCut: boolean): boolean {
  if (!wasCut) throw new Error(`web answered ${status} ${code}: ${detail}`)
  return status < 500 && code !== 'idempotency_in_progress'
}

const postAgain = (url: string, body: object): Promise<unknown> =>
  until(async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (!response || response.status >= 500) return null
    if (!response.ok) throw new Error(`edge answered ${response.status}: ${await response.text()}`)
    return response.json()
  }, 60)

async function settled(database: Database, seconds: number): Promise<void> {
  const soon = () => addSeconds(now(), 60)
  // What is gathered for some minutes before it is sent waits by right.
  const due = () => ({ state: 'due' as const, $or: [{ nextAt: { $lte: soon() } }, { attempts: { $gt: 0 } }] })
  const waiting = async () =>
    (await collectionOf(database, inboxRow).countDocuments(due())) +
    (await collectionOf(database, outboxRow).countDocuments(due())) +
    (await collectionOf(database, invoiceRecord).countDocuments({ number: null })) +
    (await collectionOf(database, entryRecord).countDocuments({ seq: null }))
  await until(async () => (await waiting()) === 0, seconds)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
