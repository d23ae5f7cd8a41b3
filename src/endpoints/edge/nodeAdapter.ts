import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EndpointRequest, EndpointResponse } from '../http'
import { assertJsonType, maxBodyBytes, parseJson } from '../requestBody'
import { readBody } from './requestBodies'
import type { Scope } from './scope'

/** A request of `node:http` as endpoints see it. Headers and query are parsed only when they are asked for. */
export class NodeEndpointRequest implements EndpointRequest {
  readonly method: string
  readonly path: string
  readonly requestId: string
  readonly address: string
  private parsedHeaders: Headers | undefined
  private parsedQuery: URLSearchParams | undefined
  private raw: Promise<Buffer> | undefined

  constructor(
    private readonly scope: Scope,
    readonly params: Readonly<Record<string, string>>,
    private readonly bodyLimit = maxBodyBytes,
  ) {
    this.method = scope.method
    this.path = scope.path
    this.requestId = scope.requestId
    this.address = scope.address
  }

  get headers(): Headers {
    this.parsedHeaders ??= headersOf(this.scope)
    return this.parsedHeaders
  }

  get query(): URLSearchParams {
    this.parsedQuery ??= new URLSearchParams(this.scope.query)
    return this.parsedQuery
  }

  get userAgent(): string | null {
    return this.scope.request.headers['user-agent'] ?? null
  }

  get origin(): string | null {
    return this.scope.request.headers.origin ?? null
  }

  rawBody(): Promise<Buffer> {
    this.raw ??= this.readBody()
    return this.raw
  }

  async body(): Promise<unknown> {
    assertJsonType(this.scope.request.headers['content-type'] ?? null)
    return parseJson(await this.rawBody())
  }

  private async readBody(): Promise<Buffer> {
    const { request, body, patienceMs } = this.scope
    return body ?? readBody(request, { limit: this.bodyLimit, patienceMs })
  }
}

function headersOf({ request }: Scope): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** Sends an endpoint's answer; streams with back pressure, and ends the source when the caller leaves. */
export async function sendAnswer(scope: Scope, answer: EndpointResponse): Promise<void> {
  const { request, response } = scope
  const { body } = answer
  if (body instanceof Readable) {
    response.writeHead(answer.status, answer.headers)
    if (scope.method === 'HEAD') {
      body.destroy()
      response.end()
      return
    }
    // A broken stream cuts the connection: half a file must not look whole.
    await pipeline(body, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
    return
  }
  const bytes = bytesOf(body)
  // A body that was refused unread: the rest of it is not waited for.
  if (!request.complete) response.setHeader('connection', 'close')
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(bytes === null || answer.headers['content-length']
      ? {}
      : { 'content-length': Buffer.byteLength(bytes) }),
  })
  endTogether(response, scope.method === 'HEAD' || bytes === null ? undefined : bytes)
}

let ready: { response: ServerResponse; bytes: string | Buffer | undefined }[] = []

/** What one turn of the loop has answered leaves together: each write on its own wakes its reader from sleep. */
function endTogether(response: ServerResponse, bytes: string | Buffer | undefined): void {
  if (ready.length === 0) setImmediate(endReady)
  ready.push({ response, bytes })
}

function endReady(): void {
  const all = ready
  ready = []
  for (const { response, bytes } of all) response.end(bytes)
}

function bytesOf(body: Exclude<EndpointResponse['body'], Readable>): string | Buffer | null {
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) return body
  return JSON.stringify(body)
}
