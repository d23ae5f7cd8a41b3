import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeLock } from '../lock.mjs'
import type { ProcessTable } from '../processes'
import type { ServicePlan } from '../service'
import { supervise } from '../supervise'

// The whole of `npm start` over a folder of its own, with a real mongod and fake commands for what is not ours.
const fake = fileURLToPath(new URL('./fakeService.mjs', import.meta.url))
const [root = '', manner = 'polite'] = process.argv.slice(2)
const diary = path.join(root, 'diary.txt')

function table(_root: string, _mode: string, env: NodeJS.ProcessEnv): ProcessTable {
  const shared = { file: process.execPath, env, cwd: root, graceSeconds: 2 }
  const step = (name: string, code: string) => ({ ...shared, name, args: ['-e', `${note(name)};${code}`] })
  const service = (name: string, port = ''): ServicePlan => ({
    ...shared,
    name,
    args: [fake, name, port, diary, name === 'web' ? manner : 'polite'],
    ready: { url: `http://127.0.0.1:${port}/`, accepts: 'success' },
    readyLimitSeconds: 10,
  })
  return {
    migrate: step('migrate', manner === 'failing' ? 'console.error("no such index");process.exit(4)' : ''),
    build: step(
      'build',
      `for (const f of ['dist/edge.mjs','dist/worker.mjs','dist/catalog.mjs','.next/BUILD_ID']) {
         fs.mkdirSync(path.dirname(f), { recursive: true }); fs.writeFileSync(f, '') }`,
    ),
    seed: step('seed', ''),
    simulator: service('simulator', env.SIMULATOR_PORT),
    mailCatcher: service('mail-catcher', env.MAIL_CATCHER_HTTP_PORT),
    shop: [service('edge', env.EDGE_PORT), service('web', env.WEB_PORT), service('worker', env.WORKER_PORT)],
  }
}

const note = (name: string) => `require('fs').appendFileSync(${JSON.stringify(diary)}, '${name}\\n')`

try {
  const lock = takeLock(path.join(root, '.data'))
  process.on('exit', lock.release)
  await supervise({ root, mode: 'start', isVerbose: false, tookOver: lock.tookOver, table })
  appendFileSync(diary, 'end\n')
  process.exit()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
