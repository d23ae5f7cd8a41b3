import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/*
 * Writes the generated files: the panel's import map, Payload's types, and the page that says who may do what. With --check it
 * fails where a committed file is not what the present configuration generates.
 */
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
const files = ['src/app/(payload)/admin/importMap.js', 'src/payload-types.ts', 'docs/access.md']
const check = process.argv.includes('--check')

const read = (file) => {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

const payload = (command) =>
  run(`payload ${command}`, [path.join(root, 'node_modules/payload/bin.js'), command])

function run(name, args) {
  const result = spawnSync(process.execPath, ['--conditions=production', ...args], {
    cwd: root,
    encoding: 'utf8',
    // Lexical's `node` condition dead-locks Node's loader now and then: Payload's own children need the other one too.
    env: { ...process.env, NODE_OPTIONS: '--conditions=production', PAYLOAD_LOG_LEVEL: 'error' },
  })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout}${result.stderr}`)
  process.stderr.write(`${name} failed\n`)
  process.exit(1)
}

const before = new Map(files.map((file) => [file, read(file)]))
payload('generate:importmap')
payload('generate:types')
run('the page of access', ['--import', 'tsx', path.join(root, 'tools/check/accessPage.ts')])

const changed = files.filter((file) => read(file) !== before.get(file))
if (files.some((file) => read(file) === null)) {
  process.stderr.write('A generated file was not written.\n')
  process.exit(1)
}
if (check && changed.length > 0) {
  process.stderr.write(
    `Not what the configuration generates: ${changed.join(', ')}. Run npm run generate, commit.\n`,
  )
  process.exit(1)
}
