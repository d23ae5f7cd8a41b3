import { setTimeout as sleep } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { databaseAway } from '../database'
import { CodedError } from '../errors'
import { log } from '../logs'
import type { Answer, Ask, FromThread, Operations, ToThread } from './messages'

interface Serving {
  port: MessagePort
  operations: Operations
  /**
   * What makes the first answers quick: questions wait for it. Where it fails they are taken all the same, and it is
   * tried again until it succeeds.
   */
  prepare?(): Promise<unknown>
  /** Told once a second. */
  figures(): Record<string, number>
  /** Puts down what the thread holds, so that it ends by itself. */
  stop(): Promise<void>
}

const pulseMs = 1_000
const againMs = 2_000

/** Answers questions inside a thread until it is told to stop. */
export function serveThread({ port, operations, prepare, figures, stop }: Serving): void {
  const say = (message: FromThread) => port.postMessage(message)
  let isStopping = false
  const pulse = setInterval(() => say({ figures: figures() }), pulseMs)
  port.on('message', (message: ToThread) => {
    if ('stop' in message) {
      isStopping = true
      clearInterval(pulse)
      port.close()
      void stop()
    } else void answer(operations, message).then(say)
  })
  void begin()

  async function begin(): Promise<void> {
    let isFirst = true
    while (prepare && !isStopping) {
      const error = await prepare().then(
        () => null,
        (reason: unknown) => reason ?? new Error('it rejected with nothing'),
      )
      if (error === null) break
      log().warn({ err: error }, 'a thread could not prepare itself and takes questions without it')
      if (isFirst) say({ isReady: true })
      isFirst = false
      await sleep(againMs)
    }
    if (isStopping) return
    if (isFirst) say({ isReady: true })
    say({ figures: figures() })
  }
}

async function answer(operations: Operations, { id, operation, input }: Ask): Promise<Answer> {
  try {
    if (!Object.hasOwn(operations, operation)) throw new Error(`there is no operation ${operation}`)
    // The client's types let through only what belongs to the operation.
    return { id, value: await operations[operation]?.(input as never) }
  } catch (error) {
    const refusal = error instanceof CodedError ? error : databaseAway(error)
    if (refusal) return { id, refusal: partsOf(refusal) }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { id, fault: { message, stack } }
  }
}

function partsOf({ status, code, message, errors, retryAfterSeconds }: CodedError) {
  return {
    status,
    code,
    detail: message,
    ...(errors ? { errors } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}
