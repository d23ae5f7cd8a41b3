// Builds everything that `npm start` runs: generated files, the Next site, and the two plain Node processes.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { refuseWhileRunning } from './start/lock.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Edge, worker and the thread that web searches in, with what they share and what only some settings need in files beside; packages stay outside, so that native parts and licenses remain theirs. */
async function bundle() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: {
      edge: 'src/endpoints/server.ts',
      worker: 'src/jobs/worker.ts',
      catalog: 'src/domain/catalog/catalogThread.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: true,
    logLevel: 'warning',
    alias: { '@payload-config': path.join(root, 'payload.config.ts'), '@': path.join(root, 'src') },
  })
}

function site() {
  const result = spawnSync(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

// A rebuild under a running marketplace takes the pages' parts away from it. The start command builds before it serves.
if (process.env.MINTREU_BUILDS_FOR_START !== '1') refuseWhileRunning(path.join(root, '.data'))

const only = process.argv[2]
if (only !== '--site') await bundle()
if (only !== '--bundle') site()
