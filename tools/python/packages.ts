import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder, type Settings } from '../mongodb/cache'
import { isErrno } from '../process/guarded'

const run = promisify(execFile)

/** A tool of the tests that is written in Python. */
export interface PythonTool {
  name: string
  /** A module that is there when the packages are whole. */
  module: string
  /** Path of the list of versions. */
  requirements: string
  /** Told once, when they are fetched. */
  about: string
  /** What cannot run without it, and which Python it takes: begins every complaint. */
  wanted: string
}

export interface PythonPackages {
  python: string
  /** Their folder: PYTHONPATH. */
  packages: string
}

export interface Where {
  env?: Settings
  cache?: string
  report?: (line: string) => void
}

/**
 * Packages of PyPI, fetched once by pip into the cache folder and kept there; one folder for each list of versions and each
 * Python.
 * @throws Error that says what is missing and what to do: the tests that need them are never left out.
 */
export async function findPackages(
  { name, module, requirements, about, wanted }: PythonTool,
  { env = process.env, cache = cacheFolder(env), report }: Where = {},
): Promise<PythonPackages> {
  const python = env.PYTHON || 'python3'
  const inPython = (args: string[], more: Settings = {}) => runPython(python, args, more, wanted)
  const release = (await inPython(['-c', 'import sys; print(sys.implementation.cache_tag)'])).trim()
  const list = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12)
  const packages = path.join(cache, `${name}-${list}-${release}`)
  if (await isFolder(packages)) return { python, packages }

  const tell = report ?? ((line: string) => console.error(line))
  tell(about)
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, '.fetching-'))
  try {
    const ready = path.join(work, 'ready')
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps']
    await inPython([...pip, '--target', ready, '--requirement', requirements])
    await inPython(['-c', `import ${module}`], { PYTHONPATH: ready })
    await moveInto(packages, ready)
    return { python, packages }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** In one step: what is in the cache is whole, and of two that fetch at once the second finds the first one's. */
async function moveInto(home: string, ready: string): Promise<void> {
  try {
    await rename(ready, home)
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error
  }
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

async function runPython(python: string, args: string[], env: Settings, wanted: string): Promise<string> {
  try {
    return (await run(python, args, { timeout: 600_000, env: { ...process.env, ...env } })).stdout
  } catch (error) {
    if (isErrno(error, 'ENOENT')) throw new Error(`${wanted}: ${python} is not installed.`)
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    if (/No module named pip/.test(stderr))
      throw new Error(`${wanted}: ${python} has no pip (Debian, Ubuntu: python3-pip).`)
    throw new Error(`${wanted}: ${stderr.trim().split('\n').at(-1) ?? 'it failed'}`)
  }
}
