// The one command: `npm start`, `npm run dev`, `npm run reset`. Plain JavaScript without packages, because it runs
// before they are installed; supervise.ts takes over when they are.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { diskProblem, needsInstall, nodeProblem, pythonRemark } from './checks.mjs'
import { installPackages } from './install.mjs'
import { takeLock } from './lock.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const usage = `npm start              everything, from one command
npm run dev            the same with hot reload
npm run reset          removes all data, after asking (-- --yes: without asking)
  -- --verbose         also shows what the processes say`

async function main() {
  const [mode = 'start', ...flags] = process.argv.slice(2)
  const known = ['--verbose', '--yes']
  if (!['start', 'dev', 'reset'].includes(mode) || flags.some((flag) => !known.includes(flag))) {
    console.log(usage)
    process.exitCode = mode === 'help' || mode === '--help' ? 0 : 2
    return
  }
  refuse(nodeProblem(process.versions.node))
  const lock = takeLock(path.join(root, '.data'))
  process.on('exit', lock.release)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave)
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'))
  refuse(diskProblem(root, mode !== 'reset' && needsInstall(root) ? 2 : 0.25))
  const remark = mode === 'reset' ? undefined : pythonRemark(process.env)
  if (remark) console.log(remark)
  await installPackages(root)
  const { register } = await import('tsx/esm/api')
  register()
  if (mode === 'reset') {
    const { reset } = await import('./reset.ts')
    await reset({ root, asks: !flags.includes('--yes') })
    return
  }
  const { supervise } = await import('./supervise.ts')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, leave)
  await supervise({ root, mode, isVerbose: flags.includes('--verbose'), tookOver: lock.tookOver })
  process.exit()
}

/** Before anything of ours runs, a signal just ends us; `exit` gives the lock back. */
function leave() {
  process.exit(130)
}

/** @param {string | undefined} problem */
function refuse(problem) {
  if (problem) throw new Error(problem)
}

main().catch((error) => {
  const full = error.code === 'ENOSPC' ? 'The disk is full: free some space and start again.' : undefined
  const denied =
    error.code === 'EACCES'
      ? `${error.path} is not ours to write: give yourself the right to, then start again.`
      : undefined
  console.error(full ?? denied ?? error.message)
  process.exit(1)
})
