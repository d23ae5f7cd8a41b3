import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { archiveName } from './archiveName'
import { findMongod } from './provision'
import { databaseOf, withDatabase } from './uri'

let folder: string
const servers: Server[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-provision-'))
})

afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(folder, { recursive: true, force: true })
})

const script = (version: string) => `#!/bin/sh\necho "db version v${version}"\n`

/** A program that says what mongod says of its version. */
async function fakeMongod(file: string, text: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  await chmod(file, 0o755)
  return file
}

/** A host that serves the archive of this system and its checksum. */
async function archiveHost({ damaged = false } = {}): Promise<string> {
  const osRelease = process.platform === 'linux' ? readFileSync('/etc/os-release', 'utf8') : ''
  const name = archiveName({ platform: process.platform, arch: process.arch, osRelease }) ?? ''
  const top = path.basename(name, '.tgz')
  await fakeMongod(path.join(folder, 'made', top, 'bin/mongod'), script('8.0.20'))
  execFileSync('tar', ['-czf', path.join(folder, 'made.tgz'), '-C', path.join(folder, 'made'), top])
  const archive = readFileSync(path.join(folder, 'made.tgz'))
  const sum = createHash('sha256').update(archive).digest('hex')
  const server = createServer((request, response) => {
    if (request.url === `/${name}.sha256`) response.end(`${sum}  ${top}.tgz\n`)
    else if (request.url === `/${name}`) response.end(damaged ? archive.subarray(1) : archive)
    else response.writeHead(404).end()
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

const nowhere = { python: '/nonexistent/python3', archiveBase: 'http://127.0.0.1:9' }
const where = (more: object) => {
  const lines: string[] = []
  return {
    lines,
    options: {
      env: {},
      cache: path.join(folder, 'cache'),
      report: (line: string) => lines.push(line),
      ...nowhere,
      ...more,
    },
  }
}

describe('where mongod comes from [OPS-1]', () => {
  it('takes MONGOD_BINARY before one on the PATH', async () => {
    const named = await fakeMongod(path.join(folder, 'named'), script('7.0.1'))
    await fakeMongod(path.join(folder, 'bin/mongod'), script('8.0.1'))
    const { options } = where({ env: { MONGOD_BINARY: named, PATH: path.join(folder, 'bin') } })
    expect(await findMongod(options)).toEqual({ path: named, source: 'MONGOD_BINARY', version: '7.0.1' })
  })

  it('passes over an old one on the PATH, with the reason, and takes the newest cached copy', async () => {
    await fakeMongod(path.join(folder, 'bin/mongod'), script('4.4.1'))
    await fakeMongod(path.join(folder, 'cache/mongod-6.0.5/mongod'), script('6.0.5'))
    const newest = await fakeMongod(path.join(folder, 'cache/mongod-10.0.1/mongod'), script('10.0.1'))
    const { options, lines } = where({ env: { PATH: path.join(folder, 'bin') } })
    expect(await findMongod(options)).toEqual({ path: newest, source: 'cache', version: '10.0.1' })
    expect(lines).toEqual([expect.stringContaining('is MongoDB 4.4.1; version 6 or newer is needed')])
  })

  it('fetches the official archive once, also when two ask at the same time, and leaves nothing half done', async () => {
    const { options } = where({ archiveBase: await archiveHost() })
    const [one, two] = await Promise.all([findMongod(options), findMongod(options)])
    expect(one).toEqual({
      path: path.join(folder, 'cache/mongod-8.0.20/mongod'),
      source: 'archive',
      version: '8.0.20',
    })
    expect(two).toEqual(one)
    expect(await readdir(path.join(folder, 'cache'))).toEqual(['mongod-8.0.20'])
    expect(await findMongod(options)).toEqual({ ...one, source: 'cache' })
  })

  it('refuses an archive whose checksum is not the published one', async () => {
    const { options } = where({ archiveBase: await archiveHost({ damaged: true }) })
    await expect(findMongod(options)).rejects.toThrow(/its SHA-256 is/)
    expect(await readdir(path.join(folder, 'cache'))).toEqual([])
  })

  it('gives up on a host that does not answer within five seconds and says what to do', async () => {
    const silent = createServer(() => undefined)
    servers.push(silent)
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { options, lines } = where({ archiveBase: `http://127.0.0.1:${port}` })
    const begun = Date.now()
    await expect(findMongod(options)).rejects.toThrow(
      /no answer in 4 s.*Install MongoDB 6 or newer, or set MONGODB_URI/,
    )
    expect(Date.now() - begun).toBeLessThan(5_000)
    expect(lines).toContain(`MongoDB cannot come from http://127.0.0.1:${port}: no answer in 4 s`)
    silent.closeAllConnections()
  })

  it('says which packages are missing when mongod cannot load its libraries', async () => {
    const broken = await fakeMongod(
      path.join(folder, 'broken'),
      '#!/bin/sh\necho "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file" >&2\nexit 127\n',
    )
    const { options } = where({ env: { MONGOD_BINARY: broken } })
    await expect(findMongod(options)).rejects.toThrow(
      'mongod cannot run (libcurl.so.4 is missing): it needs libcurl4 and libssl3, on Debian and Ubuntu by `sudo apt-get install libcurl4 libssl3`.',
    )
  })
})

describe('the archive of a system', () => {
  it.each([
    ['linux', 'x64', 'ID=debian\nVERSION_ID="12"', 'linux/mongodb-linux-x86_64-debian12-8.0.20.tgz'],
    [
      'linux',
      'x64',
      'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"',
      'linux/mongodb-linux-x86_64-ubuntu2404-8.0.20.tgz',
    ],
    ['linux', 'arm64', 'ID=debian\nVERSION_ID="12"', 'linux/mongodb-linux-aarch64-ubuntu2204-8.0.20.tgz'],
    [
      'linux',
      'x64',
      'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"',
      'linux/mongodb-linux-x86_64-rhel93-8.0.20.tgz',
    ],
    ['linux', 'x64', 'ID=alpine\nVERSION_ID=3.20', undefined],
    ['darwin', 'arm64', '', 'osx/mongodb-macos-arm64-8.0.20.tgz'],
    ['win32', 'x64', '', undefined],
  ])('%s %s %j is %s', (platform, arch, osRelease, expected) => {
    expect(archiveName({ platform, arch, osRelease })).toBe(expected)
  })
})

describe('the database in an address', () => {
  it.each([
    ['mongodb://127.0.0.1:1/?w=majority', 'mongodb://127.0.0.1:1/shop?w=majority', undefined],
    ['mongodb://a:1,b:2/old?replicaSet=rs0', 'mongodb://a:1,b:2/shop?replicaSet=rs0', 'old'],
    ['mongodb+srv://u:p@host', 'mongodb+srv://u:p@host/shop', undefined],
  ])('%s', (given, changed, named) => {
    expect(withDatabase(given, 'shop')).toBe(changed)
    expect(databaseOf(given)).toBe(named)
  })
})
