import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { findSchemathesis } from '../tools/schemathesis/provision'
import { emptyDatabase, testDatabase } from './setup/database'
import { startTestEdge } from './setup/edge'
import { certifyKeysToFuzz, licensesToFuzz } from './setup/fuzzLicenses'

process.env.LOG_LEVEL ??= 'silent'
const seed = Number(process.env.TEST_SEED ?? randomInt(2 ** 31))
const examples = Number(process.env.FUZZ_REQUESTS ?? 300)
const phases = ['examples', 'coverage', 'fuzzing', 'stateful']
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
]

const database = await testDatabase()
await emptyDatabase(database)
const edge = await startTestEdge(database, { LICENSE_KEY_PER_MINUTE: '1000000' })
const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-schemathesis-'))
afterAll(async () => {
  await edge.stop()
  await emptyDatabase(database)
  await rm(folder, { recursive: true, force: true })
})

it('[API-1] schemathesis finds no fault and no answer that the description does not have', async () => {
  const keys = await licensesToFuzz(database)
  await certifyKeysToFuzz(database)
  const { python, packages } = await findSchemathesis()
  const known = {
    key: keys,
    product: ['acme/widgets', 'acme/other', 'ACME/Widgets'],
    domain: ['shop.example.com', 'localhost', 'WWW.shop.example.com:443'],
    fingerprint: ['machine-1', 'machine-2'],
  }
  console.info(`  schemathesis: seed ${seed}, ${examples} examples of each operation in each phase`)
  const run = spawn(
    python,
    [
      ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', 'run'],
      `${edge.url}/api/v1/openapi.json`,
      ...['--url', edge.url, '--seed', String(seed), '--max-examples', String(examples)],
      ...['--phases', phases.join(','), '--checks', checks.join(',')],
      ...['--suppress-health-check', 'all', '--continue-on-failure', '--no-color'],
      ...['--generation-database', 'none', '--request-timeout', '60', '--warnings', 'off'],
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        PYTHONPATH: packages,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: fileURLToPath(new URL('../tools/schemathesis/hooks.py', import.meta.url)),
        KNOWN: JSON.stringify(known),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  for (const output of [run.stdout, run.stderr])
    output.on('data', (bytes: Buffer) => {
      said += bytes
    })
  const [code] = await once(run, 'close')
  console.info(said)
  expect(code, `seed ${seed}\n${said}`).toBe(0)
  // It did ask: a run that found nothing to ask is green too.
  expect(said).toMatch(/\d+ generated/)
}, 3_600_000)
