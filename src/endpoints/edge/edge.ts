import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { schema } from '@/domain/schema'
import { oneStream } from '@/platform/changeFeed'
import { connectDatabase, type Database } from '@/platform/database'
import type { Environment } from '@/platform/env'
import { openFileStorage } from '@/platform/fileStorage'
import { Lifecycle } from '@/platform/lifecycle'
import { log } from '@/platform/logs'
import { startHeartbeat } from '@/platform/processStates'
import { assertDatabaseReady } from '@/platform/schema/bootCheck'
import { followClock } from '@/platform/time'
import type { EndpointContext } from '../http'
import { flushAccessLog, logAccess } from './accessLog'
import { clientAddress, proxyWarning } from './clientAddress'
import { capConnections } from './connectionCaps'
import { dispatch } from './dispatch'
import { createPageCache } from './pageCache'
import { faultless, watchPrimary } from './primaryWatch'
import { headersToWeb } from './proxyHeaders'
import { requestIdOf } from './requestId'
import { edgeRoutes } from './routes'
import { createLanes, createRouter } from './routing'
import { openScope } from './scope'
import { createUpgradeGate, createWebGate, forwardedBy } from './webGate'
import { createWebUpstream } from './webUpstream'

export interface Edge {
  /** Where it listens: `http://127.0.0.1:41234`. */
  url: string
  /** Stops accepting, finishes what is in flight, closes what it opened. */
  stop(): Promise<void>
}

interface EdgeOptions {
  env: Environment
  /** Opened, and closed at the end, by edge itself when left out. */
  database?: Database
  /** EDGE_PORT when left out; 0: any free one. */
  port?: number
  lifecycle?: Lifecycle
}

const drainSeconds = 10

/**
 * Starts the only public listener: its own routes for machines, shared pages from memory, everything else from web.
 * @throws BootRefusal when the database is not what this version needs; Error when the port is in use.
 */
export async function startEdge({
  env,
  database: given,
  port,
  lifecycle = new Lifecycle(),
}: EdgeOptions): Promise<Edge> {
  const database = given ?? (await openDatabase(env, lifecycle))
  await assertDatabaseReady(database, schema)
  const stopClock = await followClock(database)
  lifecycle.onStop('clock', stopClock)

  const changes = oneStream(database)
  const primary = watchPrimary(database)
  lifecycle.onStop('primary watch', primary.stop)
  const upstream = createWebUpstream(env.WEB_URL)
  lifecycle.onStop('web connections', () => upstream.close())
  const forwarded = { address: '127.0.0.1', requestId: 'edge-process' }
  // In development pages change with every save, and hot reload needs policies of its own.
  const pages =
    env.NODE_ENV === 'development'
      ? null
      : createPageCache({
          env,
          changes,
          upstream: faultless(primary, upstream),
          headersFor: ({ locale, currency }, requestId) => ({
            ...headersToWeb({ accept: 'text/html' }, forwardedBy({ ...forwarded, requestId }, env)),
            'user-agent': 'Mintreu-Edge',
            'x-mintreu-page': 'shared',
            'x-mintreu-locale': locale,
            'x-mintreu-currency': currency,
          }),
        })
  if (pages) lifecycle.onStop('page cache', () => pages.stop())

  const storage = await openFileStorage(env)
  lifecycle.onStop('files', () => storage.close())
  await storage.assertPrivate()

  const context: EndpointContext = { database, log: log('edge'), publicUrl: env.PUBLIC_URL }
  const routes = edgeRoutes({
    env,
    database,
    changes,
    storage,
    lifecycle,
    isWebReachable: () => upstream.isReachable(headersToWeb({}, forwardedBy(forwarded, env))),
  })
  changes.begin()
  const router = createRouter(routes)
  const laneOf = createLanes(routes)
  const web = createWebGate({ env, upstream, pages, primary })
  const patienceMs = env.EDGE_PATIENCE_SECONDS * 1_000
  const server = createServer({
    // Bodies are looked after where they are read: uploads take as long as they take.
    requestTimeout: 0,
    headersTimeout: patienceMs,
    connectionsCheckingInterval: Math.min(5_000, patienceMs),
    keepAliveTimeout: 15_000,
  })
  capConnections(server, env)
  const warnOfProxy = proxyWarning(env)
  const serve = (request: IncomingMessage, response: ServerResponse, body?: Buffer) => {
    const scope = openScope(request, response, env)
    if (body) scope.body = body
    response.setHeader('x-request-id', scope.requestId)
    if (lifecycle.isStopping) response.setHeader('connection', 'close')
    response.once('close', () => logAccess(scope))
    void dispatch(scope, router, context, web)
  }
  server.on('request', (request, response) => {
    warnOfProxy(request)
    const lane = lifecycle.isStopping ? undefined : laneOf(request.method, request.url ?? '/')
    if (lane) lane(request, response, (body) => serve(request, response, body))
    else serve(request, response)
  })
  const upgrade = createUpgradeGate({ env, upstream })
  const sockets = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    // Taken out of the server's hands, so it is ours to end.
    if (lifecycle.isStopping) return socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const address = clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for'],
      env.TRUSTED_HOPS,
    )
    void upgrade(request, socket, head, { address, requestId: requestIdOf(request.headers['x-request-id']) })
  })
  // Nobody may hold a connection without sending or taking anything.
  server.setTimeout(200_000)
  server.on('clientError', (_, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })

  lifecycle.onStop('access log', flushAccessLog)
  lifecycle.onStop('heartbeat', await startHeartbeat(database, 'edge'))
  const url = await listen(server, env.EDGE_HOST, port ?? env.EDGE_PORT)
  lifecycle.onStop('listener', () => {
    for (const socket of sockets) socket.destroy()
    return drain(server)
  })
  // First of all: whoever sends requests here hears from /readyz and each answer that it is time to go elsewhere.
  if (env.EDGE_LEAVE_SECONDS > 0) lifecycle.onStop('leaving', () => sleep(env.EDGE_LEAVE_SECONDS * 1_000))
  context.log.info({ url, publicUrl: env.PUBLIC_URL }, 'edge listens')
  return { url, stop: () => lifecycle.stop() }
}

async function openDatabase(env: Environment, lifecycle: Lifecycle): Promise<Database> {
  const database = await connectDatabase(env.MONGODB_URI)
  lifecycle.onStop('database', () => database.client.close())
  return database
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on ${host} is in use. Stop what uses it, or set EDGE_PORT to another.`)
          : error,
      ),
    )
    server.listen(port, host, () => {
      const { address, port: bound, family } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`)
    })
  })
}

/** Accepts nothing new, waits for what is in flight, cuts what takes too long. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), drainSeconds * 1_000)
    // A kept connection that has just had its last answer is idle now, and nobody else tells it.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
