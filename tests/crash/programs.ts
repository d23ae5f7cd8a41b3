import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { root } from '../setup/imports'

const folder = path.join(root, 'node_modules/.cache/mintreu-crash')

export const programs = {
  worker: path.join(folder, 'worker.mjs'),
  edge: path.join(folder, 'edge.mjs'),
  web: path.join(folder, 'web.mjs'),
} as const
export type ProgramName = keyof typeof programs

/**
 * Edge and worker bundled as they are shipped (tools/build.mjs), and what web does beside its pages. Put in place by a
 * rename: other test files build the same at the same time, and whoever is started meanwhile reads a whole program.
 */
export async function buildPrograms(): Promise<void> {
  const own = `${folder}-${process.pid}-${Date.now()}`
  await build({
    absWorkingDir: root,
    entryPoints: {
      edge: 'src/endpoints/server.ts',
      worker: 'src/jobs/worker.ts',
      web: 'tests/crash/webProcess.ts',
    },
    outdir: own,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    logLevel: 'warning',
    alias: { '@payload-config': path.join(root, 'payload.config.ts'), '@': path.join(root, 'src') },
  })
  await mkdir(folder, { recursive: true })
  for (const program of Object.values(programs)) await rename(path.join(own, path.basename(program)), program)
  await rm(own, { recursive: true })
}
