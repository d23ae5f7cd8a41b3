import type { ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { headersFromWeb } from './proxyHeaders'

/** Web could not be asked: nothing has been answered yet, so the caller still gets a whole answer from edge. */
export class WebUnavailable extends Error {}

/** What web answered, before its body. */
export interface WebAnswer {
  status: number
  headers: Record<string, string | string[]>
}

/**
 * Sees an answer before it is streamed back and may change its headers. Where it gives a function, the body is held and
 * handed to that whole, and nothing is sent before.
 */
export type Decorate = (answer: WebAnswer) => ((body: Buffer) => void) | undefined

/**
 * One exchange with web by undici's dispatch, without a stream object in between: each chunk goes straight to the caller,
 * and a caller who reads slowly pauses web.
 * @throws WebUnavailable when web failed before it answered; a failure after that can only cut the connection.
 */
export function streamAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  response: ServerResponse,
  decorate: Decorate,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let answered = false
    let takeWhole: ((body: Buffer) => void) | undefined
    const held: Buffer[] = []
    const onDrain = () => controller?.resume()
    const onClose = () => {
      if (!response.writableFinished) controller?.abort(new Error('the caller left'))
    }
    const settle = (end: () => void) => {
      response.off('drain', onDrain).off('close', onClose)
      end()
    }
    response.on('drain', onDrain).on('close', onClose)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (response.destroyed) started.abort(new Error('the caller left'))
      },
      onResponseStart(_, status, headers) {
        if (status < 200) return
        const answer = { status, headers: headersFromWeb(headers) }
        takeWhole = decorate(answer)
        answered = true
        if (takeWhole) return
        response.writeHead(answer.status, answer.headers)
        response.flushHeaders()
      },
      onResponseData(source, chunk) {
        if (takeWhole) held.push(chunk)
        else if (!response.write(chunk)) source.pause()
      },
      onResponseEnd() {
        if (takeWhole) takeWhole(Buffer.concat(held))
        else response.end()
        settle(resolve)
      },
      onResponseError(_, error) {
        if (response.destroyed) return settle(resolve)
        if (!answered) return settle(() => reject(new WebUnavailable('web did not answer', { cause: error })))
        response.destroy()
        settle(resolve)
      },
    }
    dispatcher.dispatch(options, handler)
  })
}
