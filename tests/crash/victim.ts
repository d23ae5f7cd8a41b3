import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from '../setup/process'
import { type ProgramName, programs } from './programs'

/** What a process of the product says over its channel. */
type Said = { passed: string } | { answer: number; error?: ActError }
/** How an act of web ended badly. */
export interface ActError {
  status: number
  code: string
  detail: string
}

/** On a machine that does much else a start takes its time; the fifteen seconds count from its end. */
const bootSeconds = 180

/** The process died before it answered. */
export class Cut extends Error {}

const readyWords: Record<ProgramName, string> = {
  worker: 'the worker is ready',
  edge: 'edge listens',
  web: 'web is ready',
}

/**
 * A process of the product that may be told where to kill itself (platform/steps.ts), and that is started again at once
 * when it is dead, as whoever runs the marketplace would.
 */
export class Victim {
  deaths = 0
  /** When the last start was over. */
  readyAt = 0
  /** How often each step was begun since the last `arm`. */
  passed = new Map<string, number>()
  private child: ChildProcess | undefined
  private output = ''
  private stopping = false
  private up = Promise.resolve()
  private asked = 0
  private readonly waiting = new Map<number, (said: ActError | null | 'cut') => void>()

  constructor(
    readonly name: ProgramName,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts it, and again after each death. Resolves when it is ready. */
  start(): Promise<void> {
    this.up = this.boot()
    return this.up
  }

  /** Resolves when it stands. */
  ready(): Promise<void> {
    return this.up
  }

  /** From now on it dies there; null: nowhere. */
  arm(crashAt: string | null): void {
    this.passed.clear()
    this.child?.send({ crashAt })
  }

  /** An act of web. @returns how it was refused, or null. @throws Cut when it died before it answered. */
  async ask(act: string, input: unknown): Promise<ActError | null> {
    await this.up
    this.asked += 1
    const answer = this.asked
    const said = new Promise<ActError | null | 'cut'>((resolve) => this.waiting.set(answer, resolve))
    this.child?.send({ answer, act, input })
    const heard = await said
    if (heard === 'cut') throw new Cut(`${this.name} died in ${act}`)
    return heard
  }

  async stop(): Promise<void> {
    this.stopping = true
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  lastWords(): string {
    return this.output.slice(-4_000)
  }

  private async boot(): Promise<void> {
    this.output = ''
    let isReady = false
    const child = spawn(process.execPath, ['-C', 'production', programs[this.name]], {
      env: { ...process.env, ...this.env, CRASH_AT: 'told' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.child = child
    const kill = () => child.kill('SIGKILL')
    process.once('exit', kill)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-200_000)
        if (this.output.includes(readyWords[this.name])) isReady = true
      })
    child.on('message', (said: Said) => {
      if ('passed' in said) this.passed.set(said.passed, (this.passed.get(said.passed) ?? 0) + 1)
      if ('answer' in said) {
        this.waiting.get(said.answer)?.(said.error ?? null)
        this.waiting.delete(said.answer)
      }
    })
    child.once('exit', (code, signal) => {
      process.off('exit', kill)
      for (const tell of this.waiting.values()) tell('cut')
      this.waiting.clear()
      if (this.stopping) return
      if (signal !== 'SIGKILL')
        throw new Error(`${this.name} ended by itself (${code}):\n${this.lastWords()}`)
      this.deaths += 1
      this.up = this.boot()
    })
    await until(async () => isReady || this.stopping, bootSeconds).catch(() => {
      throw new Error(`${this.name} did not start within ${bootSeconds} s:\n${this.lastWords()}`)
    })
    this.readyAt = Date.now()
  }
}
