import type { IncomingMessage, ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import { readBody } from '../http/body'
import { ApiError } from '../http/errors'
import type { Simulator } from '../simulator'
import { findControlRoute } from './routes'

/** Answers a call of the control API in JSON. */
export async function serveControl(
  sim: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const found = findControlRoute(request.method ?? 'GET', url.pathname)
  if (found === null) return send(response, 404, { error: { message: 'The control API has no such call' } })
  try {
    const text = await readBody(request)
    const body: unknown = text === '' ? {} : JSON.parse(text)
    send(response, 200, await found.handle(sim, { path: found.path, query: url.searchParams, body }))
  } catch (error) {
    if (error instanceof ApiError) send(response, error.status, { error: error.body })
    else if (error instanceof ZodError)
      send(response, 400, { error: { message: error.message, issues: error.issues } })
    else if (error instanceof SyntaxError) send(response, 400, { error: { message: 'The body is no JSON' } })
    else throw error
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
