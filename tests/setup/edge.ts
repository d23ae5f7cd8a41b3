import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { type Edge, startEdge } from '@/endpoints/edge/edge'
import type { Database } from '@/platform/database'
import { type Environment, readEnvironment } from '@/platform/env'
import { noPaces } from './noPaces'

export const publicUrl = 'http://shop.test'
export const webhookSecret = 'whsec_test_of_the_edge'

/** A web process that answers what the test says, and keeps what it was asked. */
export interface FakeWeb {
  url: string
  requests: { method: string; url: string; headers: IncomingMessage['headers'] }[]
  answer: RequestListener
  stop(): Promise<void>
}

export async function startFakeWeb(answer: RequestListener): Promise<FakeWeb> {
  const web: FakeWeb = { url: '', requests: [], answer, stop: async () => undefined }
  const server = createServer((request, response) => {
    if (request.url !== '/robots.txt')
      web.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    web.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  web.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  web.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return web
}

export interface TestEdge extends Edge {
  env: Environment
}

/** A really started edge on a free port, with a folder of its own for files. */
export async function startTestEdge(
  database: Database,
  { webUrl = 'http://127.0.0.1:1', ...settings }: { webUrl?: string } & Partial<Record<string, string>> = {},
): Promise<TestEdge> {
  const filesDir = await mkdtemp(path.join(os.tmpdir(), 'mintreu-edge-'))
  const env = readEnvironment({
    NODE_ENV: 'test',
    PUBLIC_URL: publicUrl,
    WEB_URL: webUrl,
    MONGODB_URI: process.env.MONGODB_URI,
    APP_SECRETS: process.env.APP_SECRETS,
    FILES_DIR: filesDir,
    STRIPE_SECRET_KEY: 'sk_test_simulated',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    SMTP_URL: 'smtp://127.0.0.1:3025',
    MAIL_FROM: 'shop@shop.test',
    // All tests come from one address; what the limits do is told in licenseLimits.test.ts.
    LICENSE_ADDRESS_PER_MINUTE: '1000000',
    LICENSE_KEY_PER_MINUTE: '1000000',
    ...noPaces,
    ...settings,
  })
  const edge = await startEdge({ env, database, port: 0 })
  return {
    ...edge,
    env,
    async stop() {
      await edge.stop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}
