import { log } from './logs'

/** One thing that a process must put down before it ends. */
interface StopStep {
  name: string
  stop(): Promise<unknown>
}

/** What a process holds: put down in the opposite order of taking it up. */
export class Lifecycle {
  private readonly steps: StopStep[] = []
  private stopping: Promise<void> | undefined

  /** Remembers how to put something down that was just taken up. */
  onStop(name: string, stop: () => unknown): void {
    this.steps.unshift({ name, stop: async () => stop() })
  }

  get isStopping(): boolean {
    return this.stopping !== undefined
  }

  /** Puts everything down, newest first; a step that fails is told and does not keep the others from it. Once only. */
  stop(): Promise<void> {
    this.stopping ??= this.putDown()
    return this.stopping
  }

  private async putDown(): Promise<void> {
    for (const step of this.steps) {
      try {
        await step.stop()
      } catch (error) {
        log().error({ err: error, step: step.name }, 'a part did not stop cleanly')
      }
    }
  }
}

/**
 * Runs a process: boots, then stops once on SIGTERM, SIGINT or the parent's going away, and exits with 0. A boot that
 * fails says its sentence and exits with 1; a stop that hangs is cut after `limitSeconds`.
 */
export async function runProcess(
  name: string,
  boot: (lifecycle: Lifecycle) => Promise<void>,
  { limitSeconds = 20 } = {},
): Promise<void> {
  const lifecycle = new Lifecycle()
  const end = (signal: string) => {
    if (lifecycle.isStopping) return
    log(name).info({ signal }, 'stopping')
    const cut = setTimeout(() => {
      log(name).error('the stop took too long and was cut')
      process.exit(1)
    }, limitSeconds * 1_000)
    cut.unref()
    void lifecycle.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal))
  // Started by `npm start`: when that is gone, so are we.
  process.on('disconnect', () => end('disconnect'))
  process.on('unhandledRejection', (error) => log(name).error({ err: error }, 'a rejection nobody handled'))
  try {
    await boot(lifecycle)
  } catch (error) {
    log(name).fatal({ err: error }, error instanceof Error ? error.message : String(error))
    await lifecycle.stop()
    process.exit(1)
  }
}
