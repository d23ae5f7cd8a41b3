import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { serveControl } from './control/serve'
import { Switches } from './control/switches'
import { EventLog } from './events'
import { Api } from './http/api'
import { storedDescription } from './openapi/description'
import { servePages } from './pages/routes'
import { expireDueSessions } from './payments/checkout'
import { failDueRefunds } from './resources/refunds'
import type { Simulator } from './simulator'
import { Clock } from './state/clock'
import { Store } from './state/store'
import { Deliveries, defaultRetryDelaysMs } from './webhooks/deliveries'

export interface SimulatorOptions {
  /** 0 takes a free one. */
  port: number
  /** Folder of the journal and the book; made when it is missing. */
  dataDir: string
  /** Milliseconds before each repeat of a webhook that was not taken; their number is the number of repeats. */
  retryDelaysMs?: readonly number[]
  /** Milliseconds that an endpoint has to answer a webhook. */
  webhookTimeoutMs?: number
  /** Origin of the hosted page in a browser; the address it listens on when not given. */
  publicUrl?: string
  /** Compiles the validators in the background at once, instead of each at its first use. */
  warmUp?: boolean
  /** Where failures of the simulator itself are told. */
  log?: (line: string) => void
}

export interface RunningSimulator {
  url: string
  port: number
  stop(): Promise<void>
}

/** What is due by time is looked at this often, so that its events come without being asked for. */
const sweepMs = 1000

/** Starts the simulator on 127.0.0.1 with the state of its folder. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { retryDelaysMs = defaultRetryDelaysMs, webhookTimeoutMs = 10_000, log = console.error } = options
  // The port comes first: a second start on a running simulator's port must not touch its files.
  const server = createServer()
  const port = await listen(server, options.port)
  const url = `http://127.0.0.1:${port}`
  const clock = new Clock()
  const store = openStore(server, options.dataDir)
  clock.offsetMs = store.get('settings', 'clock')?.offsetMs ?? 0
  const switches = new Switches()
  const description = storedDescription()
  const events = new EventLog(store, clock, description)
  const deliveries = new Deliveries(store, clock, switches, retryDelaysMs, webhookTimeoutMs)
  events.onEvent((event) => deliveries.plan(event))
  store.onAct(() => deliveries.release())
  const sim: Simulator = { clock, store, events, switches, deliveries, publicUrl: options.publicUrl ?? url }
  const api = new Api(sim, description, log)
  server.on('request', (request, response) => {
    serve(sim, api, request, response).catch((error: unknown) => {
      log(`PAYMENT SIMULATOR ERROR: ${error instanceof Error ? error.stack : String(error)}`)
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end('The payment simulator failed')
    })
  })
  deliveries.resume()
  if (options.warmUp) void api.warmUp()
  const sweep = setInterval(() => {
    expireDueSessions(sim)
    failDueRefunds(sim)
  }, sweepMs).unref()
  return {
    url,
    port,
    stop: () => {
      clearInterval(sweep)
      deliveries.stop()
      return close(server)
    },
  }
}

/** Gives the port back when the folder cannot be read. */
function openStore(server: Server, dataDir: string): Store {
  try {
    return new Store(dataDir)
  } catch (error) {
    server.close()
    throw error
  }
}

async function serve(
  sim: Simulator,
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator.invalid')
  if (url.pathname.startsWith('/v1/')) return api.serve(request, response, url)
  if (url.pathname.startsWith('/_sim/')) return serveControl(sim, request, response, url)
  if (url.pathname === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"status":"ok"}')
    return
  }
  if (await servePages(sim, request, response, url.pathname)) return
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('The payment simulator has no such page')
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server has no port'))
      else resolve(address.port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
