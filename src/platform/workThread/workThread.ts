import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { CodedError } from '../errors'
import { log } from '../logs'
import type { Answer, FromThread, Operations, ToThread } from './messages'

export interface WorkThreadOptions {
  /** For logs and refusals: `catalog` refuses as `catalog_unavailable`, `catalog_busy`, `catalog_timeout`. */
  name: string
  /** Absolute path of the module that it runs; TypeScript is run by tsx. */
  module: string
  /** What the module finds in `workerData`. */
  data: unknown
  /** For whom it is too long: each question. */
  patienceMs?: number
  /** Questions that are sent to it at once, and that wait here beside them. */
  mostUnderWay?: number
  mostWaiting?: number
  /** Waits before the first, second, … start after a crash; the last one repeats. */
  restartDelaysMs?: readonly number[]
  /** Without a word for so long it hangs and is ended. */
  silenceMs?: number
}

interface Question {
  id: number
  operation: string
  input: unknown
  resolve(value: unknown): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

export interface ThreadFigures {
  waiting: number
  underWay: number
  /** Starts after the first one. */
  restarts: number
  /** 1 while it takes questions. */
  isUp: number
  /** Refused, because it was away, busy or late. */
  refused: number
  /** What it last said of itself. */
  own: Readonly<Record<string, number>>
}

/** It ran this long, so it was well: the next crash begins at the first delay again. */
const steadyMs = 60_000
const retryAfterSeconds = 2

/** tsx as `--import` reaches the main thread only: here it has to be called. */
const throughTsx = (module: string): string =>
  `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(module)}) })`

/**
 * A thread that answers questions, started with the first of them and kept running. When it dies, whoever's question it
 * had is told (503), the others wait for its successor; the same for one that says nothing any more.
 */
export class WorkThread<Offered extends Operations> {
  private readonly options: Required<WorkThreadOptions>
  private worker: Worker | undefined
  private isUp = false
  private startedAt = 0
  private heardAt = 0
  private crashes = 0
  private restartAt = 0
  private starts = 0
  private refused = 0
  private ids = 0
  private own: Readonly<Record<string, number>> = {}
  private readonly waiting: Question[] = []
  private readonly underWay = new Map<number, Question>()
  private readonly warming = new Set<() => void>()
  private stopping: Promise<void> | undefined
  private readonly watch: NodeJS.Timeout

  constructor(options: WorkThreadOptions) {
    this.options = {
      patienceMs: 10_000,
      mostUnderWay: 32,
      mostWaiting: 500,
      restartDelaysMs: [100, 500, 2_000, 5_000, 30_000],
      silenceMs: 20_000,
      ...options,
    }
    this.watch = setInterval(() => this.endWhenSilent(), Math.min(1_000, this.options.silenceMs / 4))
    this.watch.unref()
  }

  /**
   * @throws CodedError as the operation refuses; 503 `{name}_unavailable`, `_busy` or `_timeout` where it cannot answer;
   * Error for a fault inside.
   */
  ask<Name extends keyof Offered & string>(
    operation: Name,
    input: Parameters<Offered[Name]>[0],
  ): ReturnType<Offered[Name]> {
    const asked = new Promise<unknown>((resolve, reject) => {
      if (this.stopping) return reject(this.refusal('unavailable'))
      if (this.waiting.length >= this.options.mostWaiting) return reject(this.refusal('busy'))
      if (this.restartAt - performance.now() > this.options.patienceMs)
        return reject(this.refusal('unavailable'))
      const id = this.ids++
      const timer = setTimeout(() => this.giveUp(id), this.options.patienceMs)
      this.waiting.push({ id, operation, input, resolve, reject, timer })
      this.send()
    })
    // What comes back is what the operation of this name gave: both ends share its type.
    return asked as ReturnType<Offered[Name]>
  }

  /** Starts it, and waits until it takes questions, at most so long. @returns whether it does. */
  warm(milliseconds: number): Promise<boolean> {
    this.send()
    if (this.isUp || this.stopping) return Promise.resolve(this.isUp)
    return new Promise((resolve) => {
      const tell = () => {
        clearTimeout(timer)
        this.warming.delete(tell)
        resolve(this.isUp)
      }
      const timer = setTimeout(tell, milliseconds)
      this.warming.add(tell)
    })
  }

  get figures(): ThreadFigures {
    return {
      waiting: this.waiting.length,
      underWay: this.underWay.size,
      restarts: Math.max(0, this.starts - 1),
      isUp: Number(this.isUp),
      refused: this.refused,
      own: this.own,
    }
  }

  /** Tells everybody who waits, and ends the thread: politely, after two seconds at once. */
  stop(): Promise<void> {
    this.stopping ??= this.end()
    return this.stopping
  }

  private send(): void {
    if (!this.worker && !this.stopping && performance.now() >= this.restartAt) this.start()
    while (this.isUp && this.underWay.size < this.options.mostUnderWay) {
      const question = this.waiting.shift()
      if (!question) return
      this.underWay.set(question.id, question)
      const { id, operation, input } = question
      this.tell({ id, operation, input })
    }
  }

  private tell(message: ToThread): void {
    this.worker?.postMessage(message)
  }

  private start(): void {
    const { name, module, data } = this.options
    // Not imported: bundlers would take the constructor for a request to bundle what the path may be.
    const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')
    const isSource = module.endsWith('.ts')
    this.starts++
    this.startedAt = performance.now()
    this.heardAt = performance.now()
    const worker = new Thread(isSource ? throughTsx(module) : module, {
      name,
      workerData: data,
      eval: isSource,
      execArgv: ['--enable-source-maps'],
    })
    worker.unref()
    worker.on('message', (message: FromThread) => this.hear(message))
    worker.on('error', (error) => log().error({ err: error, thread: name }, 'a thread crashed'))
    worker.on('exit', (code) => this.bury(worker, code))
    this.worker = worker
  }

  private hear(message: FromThread): void {
    this.heardAt = performance.now()
    if ('figures' in message) this.own = message.figures
    else if ('isReady' in message) this.rise()
    else this.settle(message)
    this.send()
  }

  private rise(): void {
    this.isUp = true
    for (const tell of [...this.warming]) tell()
  }

  private settle(answer: Answer): void {
    const question = this.underWay.get(answer.id)
    if (!question) return
    this.underWay.delete(answer.id)
    clearTimeout(question.timer)
    if ('value' in answer) question.resolve(answer.value)
    else if ('refusal' in answer) question.reject(new CodedError(answer.refusal))
    else question.reject(Object.assign(new Error(answer.fault.message), { stack: answer.fault.stack }))
  }

  /** The question waited too long: a late answer to it is not heard any more. */
  private giveUp(id: number): void {
    const at = this.waiting.findIndex((question) => question.id === id)
    const question = at < 0 ? this.underWay.get(id) : this.waiting.splice(at, 1)[0]
    this.underWay.delete(id)
    question?.reject(this.refusal('timeout'))
    this.send()
  }

  private bury(worker: Worker, code: number): void {
    if (this.worker !== worker) return
    this.worker = undefined
    this.isUp = false
    for (const question of this.underWay.values()) {
      clearTimeout(question.timer)
      question.reject(this.refusal('unavailable'))
    }
    this.underWay.clear()
    if (this.stopping) return
    this.crashes = performance.now() - this.startedAt > steadyMs ? 1 : this.crashes + 1
    const delays = this.options.restartDelaysMs
    const delayMs = delays[Math.min(this.crashes, delays.length) - 1] ?? 1_000
    log().error({ thread: this.options.name, code, delayMs }, 'a thread ended; another one takes its place')
    this.restartAt = performance.now() + delayMs
    setTimeout(() => this.send(), delayMs + 1).unref()
  }

  private endWhenSilent(): void {
    if (!this.worker || performance.now() - this.heardAt < this.options.silenceMs) return
    log().error({ thread: this.options.name }, 'a thread says nothing any more and is ended')
    void this.worker.terminate()
  }

  private async end(): Promise<void> {
    clearInterval(this.watch)
    this.isUp = false
    for (const tell of [...this.warming]) tell()
    for (const question of [...this.waiting, ...this.underWay.values()]) {
      clearTimeout(question.timer)
      question.reject(this.refusal('unavailable'))
    }
    this.waiting.length = 0
    this.underWay.clear()
    const { worker } = this
    if (!worker) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.tell({ stop: true })
    await Promise.race([ended, sleep(2_000, undefined, { ref: false })])
    await worker.terminate()
  }

  private refusal(why: 'unavailable' | 'busy' | 'timeout'): CodedError {
    this.refused++
    const { name } = this.options
    return new CodedError({
      status: 503,
      code: `${name}_${why}`,
      detail: `The ${name} does not answer just now. Please try again in a few seconds.`,
      retryAfterSeconds,
    })
  }
}
