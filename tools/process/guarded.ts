import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const guardian = fileURLToPath(new URL('./guardian.sh', import.meta.url))

export interface GuardedProcess {
  /** The process id of the command itself. */
  pid: number
  stdout: Readable | null
  stderr: Readable | null
  /** Resolves when the command has ended, with its exit code (128 + signal number when a signal ended it). */
  exited: Promise<number>
  /** SIGTERM, then SIGKILL to the whole group when `graceSeconds` have passed. Resolves when it is gone. */
  stop(): Promise<void>
  /** SIGKILL to the whole group, now. */
  kill(): void
}

interface Command {
  file: string
  args: readonly string[]
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** How long the command may take to end after SIGTERM. */
  graceSeconds: number
  /** What becomes of its output: a file descriptor, a pipe, or nothing. */
  output?: 'pipe' | 'ignore' | number
}

/**
 * Starts a command that cannot outlive this process, not even when this process is killed by `kill -9`.
 * It leads a group of its own, so Ctrl-C in the terminal reaches us alone and the order of stopping is ours.
 */
export async function spawnGuarded(command: Command): Promise<GuardedProcess> {
  const output = command.output ?? 'ignore'
  const stdio: StdioOptions = ['pipe', output, output, 'pipe']
  const child = spawn('/bin/sh', [guardian, String(command.graceSeconds), command.file, ...command.args], {
    detached: true,
    stdio,
    cwd: command.cwd,
    env: command.env ?? process.env,
  })
  // The pipe breaks when the guardian ends first; its end is reported by `exited`.
  child.stdin?.on('error', () => undefined)
  const exited = exitCode(child)
  const pid = await announcedPid(child)
  return {
    pid,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    stop: async () => {
      child.stdin?.end()
      await exited
    },
    kill: () => killGroup(child),
  }
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code, signal] = await once(child, 'exit')
  return typeof code === 'number' ? code : signal === 'SIGKILL' ? 137 : 143
}

/** The guardian writes the id to fd 3 first thing; an end without it means that even /bin/sh could not start. */
async function announcedPid(child: ChildProcess): Promise<number> {
  let text = ''
  for await (const chunk of child.stdio[3] as Readable) text += String(chunk)
  const pid = Number(text)
  if (!Number.isInteger(pid) || pid <= 0) throw new Error(`${guardian} did not start`)
  return pid
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error // ESRCH: it has ended by itself, which is what we want
  }
}

/** Whether an error carries this system error code. */
export const isErrno = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

/** Whether a process of this id is there (it may belong to somebody else). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}
