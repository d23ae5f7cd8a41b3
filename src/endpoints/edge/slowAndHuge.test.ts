import { connect, type Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import { testDatabase } from '../../../tests/setup/database'
import { type FakeWeb, startFakeWeb, startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let database: Database
let web: FakeWeb
let edge: TestEdge
const sockets: Socket[] = []

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await edge?.stop()
  await web?.stop()
})

async function start(settings: Record<string, string> = {}): Promise<void> {
  web = await startFakeWeb((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => response.end(`took ${bytes}`))
  })
  edge = await startTestEdge(database, { webUrl: web.url, EDGE_PATIENCE_SECONDS: '0.6', ...settings })
}

interface Line {
  socket: Socket
  /** All that came back until the other side ended or cut it. */
  ended: Promise<string>
}
async function dial(first = ''): Promise<Line> {
  const { hostname, port } = new URL(edge.url)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  let heard = ''
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)))
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  socket.write(first)
  return { socket, ended }
}
const post = (path: string, length: number, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`
/** A byte now and then, for as long as the line is open. */
function drip({ socket }: Line): void {
  const timer = setInterval(() => socket.write('x'), 50)
  socket.once('close', () => clearInterval(timer))
}
const within = <T>(work: Promise<T>, ms: number): Promise<T | 'still open'> =>
  Promise.race([work, new Promise<'still open'>((resolve) => setTimeout(() => resolve('still open'), ms))])

describe('slow senders [LIC-8]', () => {
  it('headers that never end are cut off, and others are answered meanwhile', async () => {
    await start()
    const slow = await Promise.all(
      Array.from({ length: 50 }, () => dial('GET / HTTP/1.1\r\nHost: shop.test\r\nX-A: ')),
    )
    slow.forEach(drip)
    expect((await fetch(`${edge.url}/account`)).status).toBe(200)
    for (const line of slow) expect(await within(line.ended, 5_000)).not.toBe('still open')
  })

  it.each([
    ['a form of the site', '/cart/add', ''],
    ['an action of the site with a session', '/account/settings', 'Cookie: payload-token=x\r\n'],
    ['a license check', '/api/v1/license/validate', ''],
    ['an activation', '/api/v1/license/activate', ''],
    ['a provider event', '/api/v1/webhooks/stripe', ''],
  ])('the body of %s that drips is cut off, and web never hears of it', async (_, path, more) => {
    await start()
    const slow = await dial(post(path, 2_000, more))
    drip(slow)
    expect(await within(slow.ended, 5_000)).not.toBe('still open')
    expect(web.requests).toEqual([])
  })

  it('a large body of a session is streamed, and cut where it only drips', async () => {
    await start()
    const session = 'Cookie: payload-token=x\r\n'
    const slow = await dial(post('/account/settings', 400_000, session))
    drip(slow)
    expect(await within(slow.ended, 5_000)).not.toBe('still open')
    const steady = await fetch(`${edge.url}/api/media`, {
      method: 'POST',
      headers: { cookie: 'payload-token=x', origin: 'http://shop.test' },
      body: Buffer.alloc(3_000_000),
    })
    expect(await steady.text()).toBe('took 3000000')
  })

  it('large bodies under way are few for each address: the ninth is told to come again', async () => {
    await start({ EDGE_PATIENCE_SECONDS: '3' })
    await Promise.all(
      Array.from({ length: 8 }, () =>
        dial(post('/account/settings', 400_000, 'Cookie: payload-token=x\r\n')),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    const ninth = await dial(post('/', 400_000, 'Cookie: payload-token=x\r\n'))
    expect(await within(ninth.ended, 2_000)).toMatch(/^HTTP\/1\.1 503 /)
  })

  it('two hundred dripping forms leave every connection to web free', async () => {
    await start({ EDGE_PATIENCE_SECONDS: '3' })
    const slow = await Promise.all(Array.from({ length: 200 }, () => dial(post('/', 2_000))))
    slow.forEach(drip)
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => fetch(`${edge.url}/account?${n}`).then(({ status }) => status)),
    )
    expect(new Set(answers)).toEqual(new Set([200]))
  })
})

describe('huge bodies [LIC-8]', () => {
  const huge = 50_000_000
  it.each([
    ['/cart/add', ''],
    ['/api/v1/license/validate', ''],
    ['/api/v1/webhooks/stripe', ''],
  ])('%s refuses by the length alone, before a byte of it is taken', async (path, more) => {
    await start()
    const line = await dial(post(path, huge, more))
    expect(await within(line.ended, 5_000)).toMatch(/^HTTP\/1\.1 413 /)
    expect(web.requests).toEqual([])
  })

  it('a form whose length is not told is read up to the limit and no further', async () => {
    await start({ EDGE_PATIENCE_SECONDS: '5' })
    const line = await dial(
      'POST /cart/add HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
    for (let n = 0; n < 8 && !line.socket.destroyed; n++) line.socket.write(chunk)
    expect(await within(line.ended, 5_000)).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('a form of an honest size arrives whole, however it is sent', async () => {
    await start({ EDGE_PATIENCE_SECONDS: '5' })
    const plain = await fetch(`${edge.url}/cart/add`, { method: 'POST', body: 'package=pkg_1&quantity=2' })
    expect(await plain.text()).toBe('took 24')
    const line = await dial(
      'POST /cart/add HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    )
    expect(await line.ended).toContain('took 5')
    const empty = await fetch(`${edge.url}/cart/add`, { method: 'POST' })
    expect(await empty.text()).toBe('took 0')
  })

  it('headers without end are refused', async () => {
    await start()
    const line = await dial(`GET / HTTP/1.1\r\nHost: shop.test\r\nX-A: ${'a'.repeat(200_000)}\r\n\r\n`)
    expect(await within(line.ended, 5_000)).toMatch(/^HTTP\/1\.1 4\d\d /)
  })
})

describe('connections [LIC-8]', () => {
  it('one address holds so many, and others come in', async () => {
    await start({ EDGE_CONNECTIONS_PER_ADDRESS: '5', EDGE_PATIENCE_SECONDS: '30' })
    const held = await Promise.all(Array.from({ length: 5 }, () => dial('GET / HTTP/1.1\r\n')))
    const beyond = await dial('GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n')
    expect(await within(beyond.ended, 2_000)).toBe('')
    held[0]?.socket.destroy()
    await held[0]?.ended
    const next = await dial('GET /healthz HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n')
    expect(await within(next.ended, 2_000)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('behind proxies only the number of all counts', async () => {
    await start({
      EDGE_CONNECTIONS_PER_ADDRESS: '1',
      EDGE_CONNECTIONS: '3',
      TRUSTED_HOPS: '1',
      EDGE_PATIENCE_SECONDS: '30',
    })
    await Promise.all(Array.from({ length: 3 }, () => dial('GET / HTTP/1.1\r\n')))
    const beyond = await dial('GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n')
    expect(await within(beyond.ended, 2_000)).toBe('')
  })

  it('provider events under way are bounded, for one address and for all; who is refused comes again', async () => {
    await start({
      WEBHOOKS_AT_ONCE: '3',
      WEBHOOKS_AT_ONCE_PER_ADDRESS: '2',
      TRUSTED_HOPS: '1',
      EDGE_PATIENCE_SECONDS: '2',
    })
    const from = (address: string) => `X-Forwarded-For: ${address}\r\n`
    const path = '/api/v1/webhooks/stripe'
    await Promise.all([1, 2].map(() => dial(post(path, 100, from('203.0.113.1')))))
    const status = (address: string) =>
      fetch(`${edge.url}${path}`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address },
        body: '{}',
      }).then(({ status }) => status)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await status('203.0.113.1')).toBe(503)
    expect(await status('203.0.113.2')).toBe(400)
    await dial(post(path, 100, from('203.0.113.3')))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await status('203.0.113.2')).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(await status('203.0.113.1')).toBe(400)
  })
})
