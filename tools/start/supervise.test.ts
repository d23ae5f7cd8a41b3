import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, portState } from '../process/ports'
import { birthOf } from './lock.mjs'

const program = fileURLToPath(new URL('./testing/fakeMarketplace.ts', import.meta.url))
const settings = [
  ...['EDGE_PORT', 'WEB_PORT', 'WORKER_PORT', 'SIMULATOR_PORT'],
  ...['MAIL_CATCHER_SMTP_PORT', 'MAIL_CATCHER_HTTP_PORT', 'MONGODB_PORT'],
]

let root: string
let ports: Record<string, number>
const started: ChildProcess[] = []
const blockers: Server[] = []

/** A marketplace under way: its words so far, and its end. */
interface Start {
  child: ChildProcess
  words(): string
  ended: Promise<number | null>
}

/** As npm starts it: there is somebody in between, who may be gone without a word. */
const underNpm = ['-c', '"$0" "$@" & wait', process.execPath]

function start(manner = 'polite', by: 'us' | 'npm' = 'us'): Start {
  const { MONGODB_URI: _ours, STRIPE_SECRET_KEY: _key, SMTP_URL: _smtp, ...env } = process.env
  const given = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]))
  const command = ['--import', 'tsx', program, root, manner]
  const [file, args] = by === 'npm' ? ['/bin/sh', [...underNpm, ...command]] : [process.execPath, command]
  const child = spawn(file, args, {
    env: { ...env, ...given, NODE_OPTIONS: '', ...(by === 'npm' ? { npm_lifecycle_event: 'start' } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk))
  return { child, words: () => words, ended: once(child, 'close').then(([code]) => code) }
}

async function until(what: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; !(await what()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`It did not come true: ${what}`)
}

const isUp = ({ words, child }: Start) =>
  until(() => {
    if (child.exitCode !== null) throw new Error(`It ended: ${words()}`)
    return words().includes('Ctrl-C stops everything')
  })

const diary = () => readFileSync(path.join(root, 'diary.txt'), 'utf8').trim().split('\n')
const lockFile = () => path.join(root, '.data', 'start.lock')

async function everyPortIsFree(): Promise<boolean> {
  const states = await Promise.all(Object.values(ports).map((port) => portState(port)))
  return states.every((state) => state === 'free')
}

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'mintreu-start-'))
  await mkdir(path.join(root, 'src'))
  ports = {}
  for (const name of settings) ports[name] = await freePort()
})

afterEach(async () => {
  for (const blocker of blockers.splice(0)) blocker.close()
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await until(everyPortIsFree)
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

describe('npm start [OPS-1]', () => {
  it('brings everything up in order, takes it down in the opposite one, and leaves no port and no lock', async () => {
    const run = start()
    await isUp(run)
    expect(diary().slice(0, 5)).toEqual(['migrate', 'build', 'simulator up', 'mail-catcher up', 'seed'])
    expect(diary().slice(5).sort()).toEqual(['edge up', 'web up', 'worker up'])
    expect(run.words()).toContain(`Storefront         http://localhost:${ports.EDGE_PORT}`)
    expect(statSync(path.join(root, '.data/secrets.json')).mode & 0o777).toBe(0o600)

    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    const order = ['edge', 'web', 'worker', 'simulator', 'mail-catcher']
    expect(diary().slice(8)).toEqual([
      ...order.flatMap((name) => [`${name} asked to stop`, `${name} down`]),
      'end',
    ])
    expect(await everyPortIsFree()).toBe(true)
    expect(existsSync(lockFile())).toBe(false)
  })

  it('ends with npm, also where npm does not pass on what ended it', async () => {
    const run = start('polite', 'npm')
    await isUp(run)
    run.child.kill('SIGKILL')
    await until(everyPortIsFree)
    await until(() => !existsSync(lockFile()))
    expect(diary().at(-1)).toBe('end')
  })

  it('builds and makes secrets once, and keeps the data for the second start', async () => {
    const first = start()
    await isUp(first)
    first.child.kill('SIGINT')
    await first.ended
    const secrets = readFileSync(path.join(root, '.data/secrets.json'), 'utf8')
    const second = start()
    await isUp(second)
    expect(diary().filter((line) => line === 'build')).toHaveLength(1)
    expect(readFileSync(path.join(root, '.data/secrets.json'), 'utf8')).toBe(secrets)
    await writeFile(path.join(root, 'src/new.ts'), 'export const changed = 1\n')
    second.child.kill('SIGINT')
    await second.ended
    const third = start()
    await isUp(third)
    expect(diary().filter((line) => line === 'build')).toHaveLength(2)
  })

  it('starts a crashed process again and says so in one line', async () => {
    const run = start()
    await isUp(run)
    await fetch(`http://127.0.0.1:${ports.WORKER_PORT}/crash`)
    await until(() => diary().filter((line) => line === 'worker up').length === 2)
    const lines = run.words().split('\n')
    expect(
      lines.filter((line) => line.startsWith('worker ended with code 3; starting it again in 1 s.')),
    ).toHaveLength(1)
  })

  it('says in one sentence that a port is in use, before it starts anything', async () => {
    const blocker = createServer().listen(ports.EDGE_PORT, '127.0.0.1')
    blockers.push(blocker)
    await once(blocker, 'listening')
    const run = start()
    expect(await run.ended).toBe(1)
    expect(run.words()).toBe(
      `Port ${ports.EDGE_PORT} is in use by another program. Stop it or set EDGE_PORT.\n`,
    )
    expect(diary()).toEqual(['end'])
    expect(existsSync(lockFile())).toBe(false)
    blocker.close()
  })

  it('shows the last words of a step that fails and stops what runs', async () => {
    const run = start('failing')
    expect(await run.ended).toBe(1)
    expect(run.words()).toContain('  migrate | no such index\nmigrate failed with code 4.')
    expect(await everyPortIsFree()).toBe(true)
    expect(existsSync(lockFile())).toBe(false)
  })

  it('refuses beside one that runs, and takes over the lock of one that is gone', async () => {
    await mkdir(path.join(root, '.data'))
    await writeFile(lockFile(), JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }))
    const beside = start()
    expect(await beside.ended).toBe(1)
    expect(beside.words()).toMatch(/^The marketplace is running here already \(process \d+\): stop it first/)

    await writeFile(lockFile(), JSON.stringify({ pid: process.pid, born: 'another time' }))
    await isUp(start())
  })

  it('leaves nothing behind when it is killed by kill -9, and a start right after it waits for the ports', async () => {
    const run = start()
    await isUp(run)
    run.child.kill('SIGKILL')
    await run.ended
    const next = start()
    await isUp(next)
    next.child.kill('SIGTERM')
    expect(await next.ended).toBe(0)
    expect(await everyPortIsFree()).toBe(true)
  })

  it('ends a process that does not listen when its grace is over', async () => {
    const run = start('stubborn')
    await isUp(run)
    const begun = Date.now()
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(Date.now() - begun).toBeLessThan(15_000)
    expect(diary()).toContain('web asked to stop')
    expect(diary()).not.toContain('web down')
    expect(await everyPortIsFree()).toBe(true)
  })
})
