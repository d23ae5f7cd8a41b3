// `npm test` and `npm run test:deep [suite] [--from SEED]`: everything that can fail, with what the machine has.
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const args = process.argv.slice(2)
const deep = args.includes('--deep')
const from = args.includes('--from') ? args[args.indexOf('--from') + 1] : undefined
const suite = args.find((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--from')

if (!existsSync(path.join(root, 'node_modules'))) {
  console.error('The dependencies are not installed yet. Run: npm ci')
  process.exit(1)
}

const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  TEST_SEED: from ?? process.env.TEST_SEED ?? String(Math.floor(Math.random() * 2 ** 31)),
  ...(deep ? { DEEP: '1' } : {}),
}
console.log(`Seed ${env.TEST_SEED}. The same again: TEST_SEED=${env.TEST_SEED} npm test`)

function run(title, command, commandArgs) {
  console.log(`\n== ${title}`)
  const started = Date.now()
  const result = spawnSync(command, commandArgs, { cwd: root, env, stdio: 'inherit' })
  console.log(
    `== ${title}: ${result.status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
  )
  return result.status ?? 1
}

const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
let failed = 0
if (!suite) {
  failed += run('check', process.execPath, ['tools/check/main.mjs'])
  // Journeys drive the built product, as people get it.
  if (!deep) failed += run('build', process.execPath, ['tools/build.mjs'])
}
failed += run('tests', process.execPath, [vitest, 'run', ...(suite ? [suite] : [])])
if (deep) remember()
process.exit(failed === 0 ? 0 : 1)

/** What was run deep, on what, with which seed and result: one line in docs/evidence.md. */
function remember() {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.trim()
  const machine = `${os.platform()} ${os.arch()}, ${os.cpus().length} cores, Node ${process.version}`
  const result = failed === 0 ? 'green' : 'RED'
  const line = `| ${new Date().toISOString().slice(0, 16)} | ${suite ?? 'everything'} | ${env.TEST_SEED} | ${commit} | ${machine} | ${result} |\n`
  appendFileSync(path.join(root, 'docs/evidence.md'), line)
}
