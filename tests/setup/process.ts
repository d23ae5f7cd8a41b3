import { type ChildProcess, spawn } from 'node:child_process'

/** A process of the product, started from source; ended with the worker that started it. */
export interface TestProcess {
  child: ChildProcess
  /** Everything it said so far. */
  output(): string
  /** Resolves when the output contains `text`. @throws after `seconds`, with what it said. */
  said(text: string, seconds?: number): Promise<void>
  /** @returns the exit code; null where the signal itself ended it. Again: the same. */
  kill(signal: NodeJS.Signals): Promise<number | null>
}

export function startProcess(entry: string, env: Record<string, string>): TestProcess {
  const child = spawn(process.execPath, ['-C', 'production', '--import', 'tsx', entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    child,
    output: () => output,
    async said(text, seconds = 30) {
      const deadline = Date.now() + seconds * 1_000
      while (!output.includes(text)) {
        if (Date.now() > deadline || child.exitCode !== null)
          throw new Error(`${entry} did not say "${text}" (exit ${child.exitCode}):\n${output.slice(-3_000)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** Asks until the answer is there. @throws after `seconds`. */
export async function until<T>(ask: () => Promise<T | null | undefined | false>, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1_000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`nothing after ${seconds} s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
