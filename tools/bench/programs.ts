import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '../..')

/** A program of the benchmark, listening. */
export interface Program {
  pid: number
  port: number
  stop(): Promise<void>
}

/** As `npm run build` bundles edge; inside the checkout, so that packages are found. Paths by name. */
export async function bundlePrograms(): Promise<Record<'edge' | 'bare' | 'load' | 'get', string>> {
  const outdir = path.join(root, '.cache/bench')
  await build({
    absWorkingDir: root,
    entryPoints: {
      edge: 'src/endpoints/server.ts',
      bare: 'tools/bench/bareServer.ts',
      load: 'tools/bench/loadClient.ts',
      get: 'tools/bench/getClient.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    alias: { '@': path.join(root, 'src') },
  })
  const at = (name: string) => path.join(outdir, `${name}.mjs`)
  return { edge: at('edge'), bare: at('bare'), load: at('load'), get: at('get') }
}

/** Starts a program and waits until it says where it listens; what it says is read and thrown away, as by a log collector. */
export async function startProgram(
  program: string,
  env: NodeJS.ProcessEnv,
  ready: RegExp,
  args: readonly string[] = [],
): Promise<Program> {
  const profile = process.env.BENCH_PROFILE
  const child = spawn(
    process.execPath,
    ['-C', 'production', ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []), program, ...args],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  process.once('exit', () => child.kill('SIGKILL'))
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.once('exit', (code) => reject(new Error(`${path.basename(program)} ended with ${code}:\n${said}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString()
      const found = ready.exec(said)?.[1]
      if (found) resolve(Number(found))
    })
  })
  return { pid: child.pid ?? 0, port, stop: () => stopped(child) }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Runs a program to its end. @returns what it wrote. */
export async function runProgram(program: string, argument: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [program, argument], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${path.basename(program)} ended with ${code}`)
  return said
}

/** CPU seconds of processes so far, user and system, from /proc (Linux; clock ticks of 10 ms). */
export const cpuSeconds = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + (Number(fields[11]) + Number(fields[12])) / 100
  }, 0)

/** Memory that a process holds now, and held at most, in MB. */
export function memoryOf(pid: number): { rss: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1_024
  return { rss: of('VmRSS'), peak: of('VmHWM') }
}
