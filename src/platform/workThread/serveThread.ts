import type { MessagePort } from 'node:worker_threads'
import { CodedError } from '../errors'
import type { Answer, Ask, FromThread, Operations, ToThread } from './messages'

interface Serving {
  port: MessagePort
  operations: Operations
  /** Told once a second. */
  figures(): Record<string, number>
  /** Puts down what the thread holds, so that it ends by itself. */
  stop(): Promise<void>
}

const pulseMs = 1_000

/** Answers questions inside a thread until it is told to stop. */
export function serveThread({ port, operations, figures, stop }: Serving): void {
  const say = (message: FromThread) => port.postMessage(message)
  const pulse = setInterval(() => say({ figures: figures() }), pulseMs)
  port.on('message', (message: ToThread) => {
    if ('stop' in message) {
      clearInterval(pulse)
      port.close()
      void stop()
    } else void answer(operations, message).then(say)
  })
  say({ isReady: true })
  say({ figures: figures() })
}

async function answer(operations: Operations, { id, operation, input }: Ask): Promise<Answer> {
  try {
    if (!Object.hasOwn(operations, operation)) throw new Error(`there is no operation ${operation}`)
    // The client's types let through only what belongs to the operation.
    return { id, value: await operations[operation]?.(input as never) }
  } catch (error) {
    if (error instanceof CodedError) return { id, refusal: partsOf(error) }
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
