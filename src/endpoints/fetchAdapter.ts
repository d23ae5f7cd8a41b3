import { Readable } from 'node:stream'
import type { EndpointRequest, EndpointResponse } from './http'
import { assertJsonType, parseJson, readLimited } from './requestBody'

interface FetchRequestParts {
  params?: Readonly<Record<string, string>>
  requestId: string
  address: string | null
}

/** A web `Request` as endpoints see it: how Payload's mount and the contract suite call them. */
export function endpointRequestOf(
  request: Request,
  { params = {}, requestId, address }: FetchRequestParts,
): EndpointRequest {
  const url = new URL(request.url)
  let raw: Promise<Buffer> | undefined
  const rawBody = () => {
    raw ??= readLimited(chunksOf(request.body), { declared: request.headers.get('content-length') })
    return raw
  }
  return {
    method: request.method,
    path: url.pathname,
    params,
    query: url.searchParams,
    headers: request.headers,
    rawBody,
    async body() {
      assertJsonType(request.headers.get('content-type'))
      return parseJson(await rawBody())
    },
    requestId,
    address,
    userAgent: request.headers.get('user-agent'),
    origin: request.headers.get('origin'),
  }
}

async function* chunksOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = stream?.getReader()
  if (!reader) return
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel()
  }
}

/** An endpoint's answer as a web `Response`. */
export function responseOf({ status, headers, body }: EndpointResponse, requestId: string): Response {
  const withId = { ...headers, 'x-request-id': requestId }
  if (body === null || typeof body === 'string') return new Response(body, { status, headers: withId })
  if (Buffer.isBuffer(body)) return new Response(new Uint8Array(body), { status, headers: withId })
  if (body instanceof Readable) return new Response(webStreamOf(body), { status, headers: withId })
  return new Response(JSON.stringify(body), { status, headers: withId })
}

const webStreamOf = (body: Readable): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async start(controller) {
      try {
        for await (const chunk of body) controller.enqueue(chunk)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
    cancel: (reason) => void body.destroy(reason instanceof Error ? reason : undefined),
  })
