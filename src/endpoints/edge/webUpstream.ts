import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Dispatcher, Pool } from 'undici'
import { headersFromWeb } from './proxyHeaders'
import { type Decorate, streamAnswer, type WebAnswer, WebUnavailable } from './streamAnswer'

/** The answer was larger than the caller of `fetch` wanted to hold. */
export class AnswerTooLarge extends Error {}

type Headers = WebAnswer['headers']
/** Read already, still on its way, or none. */
export type WebBody = Buffer | IncomingMessage | null

export interface WebUpstream {
  /**
   * Passes a request on and streams the answer back, with back pressure both ways; a caller who leaves ends it in web too.
   * @throws WebUnavailable when web answered nothing.
   */
  pass(
    request: IncomingMessage,
    response: ServerResponse,
    headers: Headers,
    decorate: Decorate,
    body: WebBody,
  ): Promise<void>
  /**
   * Asks for a whole answer.
   * @throws WebUnavailable, or AnswerTooLarge over `limit` bytes.
   */
  fetch(target: string, headers: Headers, limit: number): Promise<WebAnswer & { body: Buffer }>
  upgrade(target: string, headers: Headers, protocol: string): Promise<Dispatcher.UpgradeData>
  /** Whether something answers there. */
  isReachable(headers: Headers): Promise<boolean>
  close(): Promise<void>
}

export function createWebUpstream(webUrl: string): WebUpstream {
  const pool = new Pool(new URL(webUrl).origin, {
    connect: { timeout: 3_000 },
    connections: 128,
    keepAliveTimeout: 4_000,
    // `next dev` compiles at the first request of a page; a large upload is read to its end before an answer.
    headersTimeout: 180_000,
    bodyTimeout: 300_000,
  })

  return {
    async pass(request, response, headers, decorate, body) {
      const options = dispatchOptions(request, headers, body)
      try {
        await streamAnswer(pool, options, response, decorate)
      } catch (error) {
        // A kept connection that web closed in the same moment: a request without effect is asked once more.
        const mayAskAgain =
          error instanceof WebUnavailable &&
          options.body === null &&
          isSafe(options.method) &&
          !response.destroyed
        if (!mayAskAgain) throw error
        await streamAnswer(pool, options, response, decorate)
      }
    },
    async fetch(target, headers, limit) {
      const answer = await pool.request({ path: target, method: 'GET', headers }).catch((error: unknown) => {
        throw new WebUnavailable('web did not answer', { cause: error })
      })
      return {
        status: answer.statusCode,
        headers: headersFromWeb(answer.headers),
        body: await wholeBody(answer.body, limit),
      }
    },
    upgrade: (target, headers, protocol) => pool.upgrade({ path: target, headers, protocol }),
    async isReachable(headers) {
      try {
        const answer = await pool.request({
          path: '/robots.txt',
          method: 'HEAD',
          headers,
          headersTimeout: 3_000,
        })
        await answer.body.dump()
        return true
      } catch {
        // Whatever the reason: it is what the question was about.
        return false
      }
    },
    close: () => pool.destroy(),
  }
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

function dispatchOptions(
  request: IncomingMessage,
  headers: Headers,
  body: WebBody,
): Dispatcher.DispatchOptions {
  return { path: request.url ?? '/', method: request.method ?? 'GET', headers, body }
}

async function wholeBody(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.length
      // Leaving the loop destroys the body, and with it the connection.
      if (bytes > limit) throw new AnswerTooLarge(`more than ${limit} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw error
    throw new WebUnavailable('web broke off', { cause: error })
  }
  return Buffer.concat(chunks)
}
