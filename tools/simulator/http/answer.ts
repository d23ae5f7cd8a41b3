import type { ServerResponse } from 'node:http'

/** An answer of the API as text, which is also how it is kept under an idempotency key. */
export interface Answer {
  status: number
  body: string
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(answer.body)
}
