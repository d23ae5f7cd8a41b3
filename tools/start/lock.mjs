import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * One marketplace per data folder. The lock names a process by id and birth, so that neither a crash nor a reused id
 * keeps it: a lock whose process is gone is taken over.
 *
 * @typedef {{ pid: number, born: string }} Holder
 * @typedef {{ tookOver: boolean, release: () => void }} Lock
 */

/**
 * @param {string} folder made when missing
 * @returns {Lock}
 * @throws {Error} of one sentence when a living process holds it
 */
export function takeLock(folder) {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'start.lock')
  const own = { pid: process.pid, born: birthOf(process.pid) }
  let tookOver = false
  while (!create(file, own)) {
    const holder = read(file)
    if (holder && isHolding(holder)) throw new Error(held(holder.pid))
    tookOver = true
    remove(file)
  }
  return {
    tookOver,
    release: () => {
      const holder = read(file)
      if (holder?.pid === own.pid && holder.born === own.born) remove(file)
    },
  }
}

/**
 * Says so and ends this process where the marketplace runs from this folder.
 * @param {string} folder
 */
export function refuseWhileRunning(folder) {
  const holder = read(path.join(folder, 'start.lock'))
  if (!holder || !isHolding(holder)) return
  console.error(held(holder.pid))
  process.exit(1)
}

/** @param {number} pid */
const held = (pid) =>
  `The marketplace is running here already (process ${pid}): stop it first, by Ctrl-C or \`kill ${pid}\`.`

/** @param {string} file @param {Holder} holder */
function create(file, holder) {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file @returns {Holder | undefined} undefined for a file that is gone or was cut short */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** @param {string} file */
function remove(file) {
  try {
    unlinkSync(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

/** @param {Holder} holder */
function isHolding({ pid, born }) {
  const now = birthOf(pid)
  return now !== '' && now === born
}

/**
 * When a process was born, in the system's own words; empty when there is none of this id.
 * @param {number} pid
 */
export function birthOf(pid) {
  try {
    // Field 22, counted behind the name in parentheses, which may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? '' : fields[19]
  } catch {
    if (process.platform === 'linux') return '' // elsewhere there is no /proc, so `ps` has the word
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return '' // ps ends with 1 when there is no such process
  }
}
