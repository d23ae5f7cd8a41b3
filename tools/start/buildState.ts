import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../process/guarded'

const beside = [
  'payload.config.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
]
const made = ['dist/edge.mjs', 'dist/worker.mjs', 'dist/catalog.mjs', '.next/BUILD_ID']

/** Kept with what was built: whoever removes `dist` builds again. */
const stateFile = (root: string) => path.join(root, 'dist', 'built-from.txt')

/** A hash over all that a build reads: sources without their tests, settings, packages. */
export async function sourceHash(root: string): Promise<string> {
  const entries = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  const sources = entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$|^\./.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of [...sources, ...beside.map((name) => path.join(root, name))].sort())
    hash.update(`${path.relative(root, file)}\n`).update(await contentOf(file))
  return hash.digest('hex')
}

export async function needsBuild(root: string): Promise<boolean> {
  if (made.some((file) => !existsSync(path.join(root, file)))) return true
  return (await contentOf(stateFile(root))).toString() !== (await sourceHash(root))
}

/** To be called after a build, which may itself write generated files among the sources. */
export async function rememberBuild(root: string): Promise<void> {
  await mkdir(path.dirname(stateFile(root)), { recursive: true })
  await writeFile(stateFile(root), await sourceHash(root))
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return Buffer.alloc(0)
    throw error
  }
}
