// The quick look: generated files, lint and format, texts in pages, types, directions of import. `npm run check`
import { spawnSync } from 'node:child_process'

const steps = [
  ['generated files', process.execPath, ['tools/generate.mjs', '--check']],
  ['lint and format', 'npx', ['biome', 'check', '.']],
  ['texts in pages', 'npx', ['tsx', 'tools/check/jsxLiterals.ts']],
  ['types', 'npx', ['tsc', '--noEmit', '-p', '.']],
  ['requirements', 'npx', ['tsx', 'tools/check/requirements.ts', '--check']],
  ['architecture', 'npx', ['vitest', 'run', 'tests/architecture.test.ts']],
]

let failed = 0
for (const [name, command, args] of steps) {
  const started = Date.now()
  const result = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const ok = result.status === 0
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  if (!ok) {
    failed++
    console.log(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  }
}
process.exit(failed === 0 ? 0 : 1)
