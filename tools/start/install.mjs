import { spawn } from 'node:child_process'
import { markInstalled, needsInstall } from './checks.mjs'

/**
 * Installs the packages of the lock file, where that is not done yet.
 * @param {string} root
 * @throws {Error} of one sentence
 */
export async function installPackages(root) {
  if (needsInstall(root)) {
    console.log(
      'Installing packages by npm ci: about a minute, the first time and when package-lock.json changed.',
    )
    await npmCi(root)
  }
  markInstalled(root)
}

/** @param {string} root @returns {Promise<void>} */
function npmCi(root) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] })
    let errors = ''
    npm.stderr.on('data', (chunk) => {
      errors += chunk
      process.stderr.write(chunk)
    })
    npm.on('error', () =>
      reject(new Error('npm is not installed: install Node with npm (https://nodejs.org) and start again.')),
    )
    npm.on('close', (code) => (code === 0 ? resolve() : reject(new Error(whyNpmFailed(errors, code)))))
  })
}

/** @param {string} errors @param {number | null} code */
export function whyNpmFailed(errors, code) {
  if (/ENOSPC/.test(errors)) return 'The disk is full: free some space and start again.'
  if (/EACCES|EPERM/.test(errors))
    return 'npm may not write here: give yourself the right to write to this folder and to ~/.npm, then start again.'
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(errors))
    return 'npm cannot reach its registry: check the network or the proxy settings of npm, then start again.'
  return `npm ci ended with code ${code}: its words are above.`
}
