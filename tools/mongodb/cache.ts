import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { isErrno } from '../process/guarded'
import { mongodVersion } from './mongodVersion'

/** Settings as a program is given them. */
export type Settings = Readonly<Record<string, string | undefined>>

/** Where fetched programs are kept between checkouts. */
export const cacheFolder = (env: Settings = process.env): string =>
  path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'mintreu')

const prefix = 'mongod-'

/** The copies fetched before, newest version first. */
export async function cachedMongods(cache: string): Promise<string[]> {
  try {
    const names = (await readdir(cache)).filter((name) => /^mongod-\d+\.\d+\.\d+$/.test(name))
    names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    return names.map((name) => path.join(cache, name, 'mongod'))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

/**
 * Lets `fetch` make a mongod in a folder of its own, tries it, and moves it into the cache in one step: a copy in the
 * cache is whole, and of two that fetch at once the second finds the first one's.
 * @returns the path in the cache and the version.
 */
export async function installMongod(cache: string, fetch: (folder: string) => Promise<string>) {
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, '.fetching-'))
  try {
    const made = await fetch(work)
    await chmod(made, 0o755)
    const version = await mongodVersion(made)
    const ready = path.join(work, 'ready')
    await mkdir(ready)
    await rename(made, path.join(ready, 'mongod'))
    const home = path.join(cache, `${prefix}${version}`)
    try {
      await rename(ready, home)
    } catch (error) {
      if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error // the other one was first: its copy is the same
    }
    return { path: path.join(home, 'mongod'), version }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
