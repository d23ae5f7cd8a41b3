import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** `$lookup` in transactions and `$expr` in validators behave from here on as the books expect. */
const oldestMajor = 6

/** What is missing, in one sentence. */
export function missingLibrary(stderr: string): string {
  const [, library] = /error while loading shared libraries: (\S+?):/.exec(stderr) ?? []
  return `mongod cannot run${library ? ` (${library} is missing)` : ''}: it needs libcurl4 and libssl3, on Debian and Ubuntu by \`sudo apt-get install libcurl4 libssl3\`.`
}

/**
 * The version of a mongod, by running it.
 * @throws Error of one sentence when it cannot run or is too old.
 */
export async function mongodVersion(binary: string): Promise<string> {
  let output: string
  try {
    output = (await run(binary, ['--version'], { timeout: 20_000 })).stdout
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    if (/shared librar/.test(stderr)) throw new Error(missingLibrary(stderr))
    throw new Error(`${binary} cannot run: ${(stderr || String(error)).trim().split('\n')[0]}`)
  }
  const version = /db version v(\d+)\.(\d+\.\d+)/.exec(output)
  if (!version) throw new Error(`${binary} does not say its version: it is no mongod.`)
  if (Number(version[1]) < oldestMajor)
    throw new Error(
      `${binary} is MongoDB ${version[1]}.${version[2]}; version ${oldestMajor} or newer is needed.`,
    )
  return `${version[1]}.${version[2]}`
}
