import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type GuardedProcess, spawnGuarded } from '../process/guarded'
import type { LogBook } from './logBook'

/** A row of the process table. */
export interface Plan {
  name: string
  file: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** How long it may take to end after SIGTERM. */
  graceSeconds: number
}

export interface Surroundings {
  logs: LogBook
  say(line: string): void
  /** What children say is shown too, not only kept. */
  isVerbose: boolean
}

/** Starts a child whose words go to its log: straight into the file, so that a busy one costs us nothing. */
export async function launch(plan: Plan, { logs, say, isVerbose }: Surroundings): Promise<GuardedProcess> {
  const { file, args, env, cwd, graceSeconds, name } = plan
  return logs.writing(name, async (descriptor) => {
    const output = isVerbose ? 'pipe' : descriptor
    const child = await spawnGuarded({ file, args, env, cwd, graceSeconds, output })
    for (const stream of [child.stdout, child.stderr]) if (stream) tee(stream, name, logs.path(name), say)
    return child
  })
}

function tee(stream: Readable, name: string, file: string, say: (line: string) => void): void {
  const log = createWriteStream(file, { flags: 'a' })
  createInterface({ input: stream })
    .on('line', (line) => {
      log.write(`${line}\n`)
      say(`  ${name} | ${line}`)
    })
    .on('close', () => log.end())
}
