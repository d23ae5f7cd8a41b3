import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Letter, readAttachment, wentTo } from './letter'
import { letterPage, listPage, missingPage, type Page, viewOf, wholePage } from './pages'
import type { MailStore } from './store'
import { type Switches, switchSchema } from './switches'

interface Parts {
  store: MailStore
  switches: Switches
  smtpPort: number
}

export interface HttpService {
  port: number
  stop(): Promise<void>
}

/** The pages and the JSON API, on 127.0.0.1. */
export async function startHttp(port: number, parts: Parts): Promise<HttpService> {
  const server = createServer((request, response) => {
    answer(request, response, parts).catch((error) => {
      console.error(error)
      if (!response.headersSent)
        sendJson(response, 500, { error: 'The mail catcher made a mistake; its log says which.' })
      else response.destroy()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cache-control', 'no-store')
  if (!isLocalName(request.headers.host)) return sendJson(response, 421, { error: 'Ask for localhost.' })
  const url = new URL(request.url ?? '/', 'http://localhost')
  const segments = url.pathname.split('/').filter(Boolean)
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
  if (method !== 'GET' && isFromElsewhere(request))
    return sendJson(response, 403, { error: 'Not from another site.' })
  if (segments[0] === 'api') return answerApi(request, response, method, segments.slice(1), url, parts)
  if (method === 'POST' && url.pathname === '/delete') {
    await parts.store.clear()
    response.writeHead(303, { location: '/' }).end()
    return
  }
  if (method !== 'GET') return sendJson(response, 405, { error: 'Method not allowed.' })
  if (segments.length === 0) {
    const to = url.searchParams.get('to') ?? ''
    return sendPage(response, 200, listPage(lettersTo(parts.store, to), to, parts.smtpPort))
  }
  const letter = segments[0] === 'messages' ? parts.store.find(segments[1] ?? '') : undefined
  if (!letter) return sendPage(response, 404, missingPage)
  return answerLetter(response, letter, segments.slice(2), url, parts.store)
}

async function answerLetter(
  response: ServerResponse,
  letter: Letter,
  [what, which]: string[],
  url: URL,
  store: MailStore,
): Promise<void> {
  if (what === undefined)
    return sendPage(response, 200, letterPage(letter, viewOf(letter, url.searchParams.get('view'))))
  if (what === 'html' && letter.html !== null) return sendForeignHtml(response, letter.html)
  if (what === 'raw')
    return sendFile(response, await store.raw(letter.id), 'message/rfc822', `${letter.id}.eml`)
  const attachment =
    what === 'attachments' ? await readAttachment(await store.raw(letter.id), Number(which)) : undefined
  if (!attachment) return sendPage(response, 404, missingPage)
  const name = letter.attachments[Number(which)]?.filename ?? 'attachment'
  sendFile(response, attachment.content, attachment.contentType, name)
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  segments: string[],
  url: URL,
  { store, switches }: Parts,
): Promise<void> {
  const [noun, id] = segments
  if (noun === 'messages' && id === undefined && method === 'GET') {
    const found = lettersTo(store, url.searchParams.get('to') ?? '')
    const limit = Math.min(Math.max(Number(url.searchParams.get('limit')) || 50, 1), 500)
    return sendJson(response, 200, { total: found.length, messages: found.slice(0, limit).map(inShort) })
  }
  if (noun === 'messages' && id === undefined && method === 'DELETE') {
    await store.clear()
    return sendJson(response, 200, { total: 0 })
  }
  if (noun === 'messages' && id !== undefined && method === 'GET') {
    const letter = store.find(id)
    return letter ? sendJson(response, 200, letter) : sendJson(response, 404, { error: 'No such message.' })
  }
  if (noun === 'switches' && method === 'GET') return sendJson(response, 200, switches.state)
  if (noun === 'switches' && method === 'POST') {
    const parsed = switchSchema.safeParse(await readJson(request))
    if (!parsed.success) return sendJson(response, 400, { error: parsed.error.issues[0]?.message })
    switches.set(parsed.data)
    return sendJson(response, 200, switches.state)
  }
  sendJson(response, 404, { error: 'No such path.' })
}

const lettersTo = (store: MailStore, to: string): readonly Letter[] =>
  to === '' ? store.newest : store.newest.filter((letter) => wentTo(letter, to))

const inShort = ({ id, receivedAt, envelope, from, to, subject }: Letter) => ({
  id,
  receivedAt,
  envelope,
  from,
  to,
  subject,
})

/** Undefined when it is no JSON or too long for what we take. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 4_096) return undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the schema refuses it with a sentence
  }
}

/** A name that somebody else's server could point here (DNS rebinding) is not ours: letters hold sign-in links. */
const isLocalName = (host = ''): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)

const isFromElsewhere = ({ headers }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function sendPage(response: ServerResponse, status: number, page: Page): void {
  const nonce = randomBytes(12).toString('base64')
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .end(wholePage(page, nonce))
}

/** A letter's own HTML: styles and embedded pictures show, nothing is loaded, nothing runs, links open elsewhere. */
function sendForeignHtml(response: ServerResponse, text: string): void {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .end(inNewWindows(text))
}

/** A sandboxed frame may not leave itself, so every link gets a window of its own. */
const inNewWindows = (text: string): string =>
  text
    .replace(/<a\b(?![^>]*\btarget=)/gi, '<a target="_blank" rel="noopener"')
    .replace(/\btarget=(["'])(?!_blank)[^"']*\1/gi, 'target="_blank"')

function sendFile(response: ServerResponse, content: Buffer, contentType: string, name: string): void {
  response
    .writeHead(200, {
      'content-type': contentType,
      'content-length': content.length,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
    .end(content)
}
