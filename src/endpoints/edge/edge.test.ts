import { createServer, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { edgeSecret } from '@/endpoints/edge/webGate'
import type { Database } from '@/platform/database'
import { testDatabase } from '../../../tests/setup/database'
import {
  type FakeWeb,
  publicUrl,
  startFakeWeb,
  startTestEdge,
  type TestEdge,
} from '../../../tests/setup/edge'

let database: Database
let web: FakeWeb
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  web = await startFakeWeb((_, response) => response.end('hello'))
  edge = await startTestEdge(database, { webUrl: web.url, METRICS_TOKEN: 'metrics-token-of-the-test' })
})
afterAll(async () => {
  await edge.stop()
  await web.stop()
})
beforeEach(() => {
  web.requests.length = 0
  web.answer = (_, response) => response.end('hello')
})

const session = 'payload-token=abc'

describe('passing on to web', () => {
  it('keeps the public host and says who really asks', async () => {
    await fetch(`${edge.url}/account`, {
      headers: {
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-host': 'evil.test',
        'x-mintreu-edge': 'guess',
        'x-middleware-subrequest': 'src/proxy',
        'x-request-id': 'caller-chose-this',
      },
    })
    expect(web.requests[0]?.headers).toMatchObject({
      host: 'shop.test',
      'x-forwarded-host': 'shop.test',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      'x-mintreu-edge': edgeSecret(),
      'x-request-id': 'caller-chose-this',
    })
    expect(web.requests[0]?.headers).not.toHaveProperty('x-middleware-subrequest')
  })

  it('streams a large body of somebody signed in up and back without holding it', async () => {
    let received = 0
    web.answer = (request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      request.on('end', () => response.end(Buffer.alloc(8 * 1_048_576, 'b')))
    }
    const answer = await fetch(`${edge.url}/checkout`, {
      method: 'POST',
      headers: { cookie: 'payload-token=of-somebody' },
      body: Buffer.alloc(6 * 1_048_576, 'a'),
    })
    expect(await answer.arrayBuffer()).toHaveProperty('byteLength', 8 * 1_048_576)
    expect(received).toBe(6 * 1_048_576)
  })

  it('sends the first bytes before the last are there', async () => {
    let finish = () => {}
    web.answer = (_, response) => {
      response.write('first')
      finish = () => response.end('last')
    }
    const answer = await fetch(`${edge.url}/account/live`)
    const reader = answer.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    finish()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last')
  })

  it('ends the request in web when the caller leaves', async () => {
    const left = new Promise<void>((resolve) => {
      web.answer = (_, response) => {
        response.write('…')
        response.once('close', () => resolve())
      }
    })
    const abort = new AbortController()
    const answer = await fetch(`${edge.url}/account/live`, { signal: abort.signal })
    await answer.body?.getReader().read()
    abort.abort()
    await left
  })

  it('keeps status, cookies and redirects of web', async () => {
    web.answer = (_, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.writeHead(303, { location: `${publicUrl}/orders/1`, connection: 'close' }).end()
    }
    const answer = await fetch(`${edge.url}/checkout`, { method: 'POST', body: 'x', redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('location')).toBe(`${publicUrl}/orders/1`)
  })

  it('gives every HTML answer its security headers', async () => {
    web.answer = (_, response) => response.setHeader('content-type', 'text/html').end('<p>hi')
    const { headers } = await fetch(`${edge.url}/account`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('names the scripts of a page that was rendered at build time by their hash', async () => {
    web.answer = (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'x-nextjs-prerender': '1',
          'content-security-policy': "script-src 'nonce-that-is-not-in-it'",
        })
        .end('<script>self.__next_f.push([1,"x"])</script>')
    const answer = await fetch(`${edge.url}/about`)
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^']+'/)
    expect(await answer.text()).toContain('__next_f')
  })

  it('carries a WebSocket of our own origin through, and no other', async () => {
    const echo = createServer()
    echo.on('upgrade', (request, socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Seen: ${request.headers['x-mintreu-edge'] === edgeSecret()}\r\n\r\n`,
      )
      socket.pipe(socket)
    })
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
    const address = echo.address()
    const port = typeof address === 'object' ? address?.port : 0
    const own = await startTestEdge(database, { webUrl: `http://127.0.0.1:${port}` })
    expect(await socketTo(own.url, 'http://evil.test')).toEqual({ status: 403 })
    expect(await socketTo(own.url, publicUrl)).toEqual({ status: 101, seen: 'true', echoed: 'ping' })
    await own.stop()
    echo.closeAllConnections()
    await new Promise((resolve) => echo.close(resolve))
  })
})

function socketTo(url: string, origin: string) {
  return new Promise<{ status: number | undefined; seen?: unknown; echoed?: string }>((resolve, reject) => {
    const asked = httpRequest(`${url}/_next/webpack-hmr`, {
      headers: { connection: 'Upgrade', upgrade: 'websocket', origin },
    })
    asked.on('response', ({ statusCode }) => resolve({ status: statusCode }))
    asked.on('upgrade', ({ statusCode, headers }, socket) => {
      socket.once('data', (echoed) => {
        socket.destroy()
        resolve({ status: statusCode, seen: headers['x-seen'], echoed: echoed.toString() })
      })
      socket.write('ping')
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('what web may not be asked', () => {
  const cases: [string, RequestInit & { headers?: Record<string, string> }, number, string][] = [
    [
      '/api/users/login',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    [
      '/api/users/LOGIN/',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    [
      '/api//users/forgot-password',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    [
      '/api/users/%6cogin',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    [
      '/api/users/logout',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    [
      '/api/users/verify/abc',
      { method: 'POST', headers: { cookie: session, origin: publicUrl } },
      404,
      'not_found',
    ],
    ['/api/users/first-register', { method: 'POST' }, 404, 'not_found'],
    ['/admin/create-first-user', {}, 404, 'not_found'],
    ['/api/graphql', { method: 'POST', headers: { cookie: session, origin: publicUrl } }, 404, 'not_found'],
    ['/api%2fusers/login', { method: 'POST' }, 400, 'path_invalid'],
    ['/api/products', {}, 401, 'session_missing'],
    ['/api/products', { headers: { cookie: session, origin: 'http://evil.test' } }, 403, 'origin_refused'],
    ['/api/products', { method: 'POST', headers: { cookie: session } }, 403, 'origin_refused'],
    [
      '/api/products',
      { method: 'DELETE', headers: { cookie: session, 'sec-fetch-site': 'cross-site' } },
      403,
      'origin_refused',
    ],
    ['/api/v1/nothing', { headers: { cookie: session } }, 404, 'not_found'],
    ['/api/v1/license/validate', { method: 'PUT' }, 405, 'method_not_allowed'],
  ]
  it.each(cases)('%s %o → %i %s', async (path, init, status, code) => {
    const answer = await fetch(`${edge.url}${path}`, init)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code, requestId: answer.headers.get('x-request-id') })
    expect(web.requests).toEqual([])
  })

  it.each([
    ['GET', '/api/users/me', { cookie: session }],
    ['POST', '/api/files/upload-token', { cookie: session, origin: publicUrl }],
    ['POST', '/api/products', { cookie: session, 'sec-fetch-site': 'same-origin' }],
    ['PATCH', '/api/products/prd_1', { cookie: session, referer: `${publicUrl}/admin` }],
    ['GET', '/api/media/file/cover.png', {}],
  ])('%s %s passes with %o', async (method, path, headers) => {
    expect((await fetch(`${edge.url}${path}`, { method, headers: { ...headers } })).status).toBe(200)
    expect(web.requests).toHaveLength(1)
  })

  it('sends the panel’s sign-in to the one sign-in page, with the way back', async () => {
    const answer = await fetch(`${edge.url}/admin/login?redirect=%2Fadmin%2Fcollections%2Forders`, {
      redirect: 'manual',
    })
    expect(answer.status).toBe(307)
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fadmin%2Fcollections%2Forders')
    const evil = await fetch(`${edge.url}/admin/login?redirect=https%3A%2F%2Fevil.test`, {
      redirect: 'manual',
    })
    expect(evil.headers.get('location')).toBe('/sign-in?next=%2Fadmin')
    const panel = await fetch(`${edge.url}/admin/collections/orders`, { redirect: 'manual' })
    expect(panel.headers.get('location')).toBe('/sign-in?next=%2Fadmin%2Fcollections%2Forders')
  })
})

describe('while web is away', () => {
  it('people read a sentence, programs a problem document, and both when to come again', async () => {
    const lonely = await startTestEdge(database)
    const page = await fetch(`${lonely.url}/cart`, {
      headers: { accept: 'text/html', 'x-request-id': 'req-12345678' },
    })
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).toBe('3')
    expect(await page.text()).toMatch(/The shop is starting or busy[\s\S]*req-12345678/)
    const json = await fetch(`${lonely.url}/cart`)
    expect(json.status).toBe(503)
    expect(await json.json()).toMatchObject({ code: 'web_unavailable' })
    const ready = await fetch(`${lonely.url}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ status: 'ready', checks: { database: true, web: false } })
    await lonely.stop()
  })
})

describe('probes', () => {
  it('healthz and readyz answer, metrics only the holder of the token', async () => {
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${edge.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      checks: { web: true },
    })
    expect((await fetch(`${edge.url}/metrics`)).status).toBe(404)
    expect((await fetch(`${edge.url}/metrics`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(
      404,
    )
    const answer = await fetch(`${edge.url}/metrics`, {
      headers: { authorization: 'Bearer metrics-token-of-the-test' },
    })
    expect(await answer.text()).toContain('mintreu_http_requests_total')
  })
})

describe('stopping', () => {
  it('finishes what is in flight and takes nothing new', async () => {
    let finish = () => {}
    const slow = await startFakeWeb((_, response) => {
      response.write('begun ')
      finish = () => response.end('and ended')
    })
    const stopping = await startTestEdge(database, { webUrl: slow.url })
    const answer = await fetch(`${stopping.url}/account`)
    const stopped = stopping.stop()
    await expect(fetch(`${stopping.url}/healthz`)).rejects.toThrow()
    finish()
    expect(await answer.text()).toBe('begun and ended')
    await stopped
    await slow.stop()
  })
})
