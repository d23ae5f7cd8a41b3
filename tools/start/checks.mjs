import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const gib = 1024 ** 3

/**
 * What is wrong with this Node, if something is. Written for old ones too.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `Node ${version} is too old: install Node 20.19 or newer (https://nodejs.org) and start again.`
}

/**
 * @param {string} folder
 * @param {number} neededGib
 * @param {number} [freeBytes] as the system says it; an argument for tests
 * @returns {string | undefined}
 */
export function diskProblem(folder, neededGib, freeBytes = freeOn(folder)) {
  if (freeBytes >= neededGib * gib) return undefined
  const free = (freeBytes / gib).toFixed(1)
  return `Only ${free} GiB are free on the disk of ${folder}, and ${neededGib} GiB are needed: free some space and start again.`
}

/** @param {string} folder */
function freeOn(folder) {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/**
 * A remark, not a refusal: without Python, MongoDB can only come from its own download host.
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export function pythonRemark(env) {
  if (env.MONGODB_URI || env.MONGOD_BINARY || isOnPath('mongod', env) || hasFetchedMongod(env))
    return undefined
  if (isOnPath('python3', env)) return undefined
  return 'python3 is not installed: should the download host of MongoDB not be reachable, install python3 with pip, or MongoDB 6 or newer.'
}

/** @param {string} program @param {Record<string, string | undefined>} env */
const isOnPath = (program, env) =>
  (env.PATH || '')
    .split(path.delimiter)
    .some((folder) => folder !== '' && existsSync(path.join(folder, program)))

/** @param {Record<string, string | undefined>} env */
function hasFetchedMongod(env) {
  const cache = path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'mintreu')
  return existsSync(cache) && readdirSync(cache).some((name) => name.startsWith('mongod-'))
}

/**
 * Whether `npm ci` must run: packages are missing, or the lock file is another than the one they were installed from.
 * Packages that somebody installed by hand from the same lock file are taken as they are.
 * @param {string} root
 */
export function needsInstall(root) {
  if (readOr(markerOf(root), '') === hashOf(root)) return false
  const installed = JSON.parse(readOr(path.join(root, 'node_modules/.package-lock.json'), '{"packages":{}}'))
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(wanted.packages).some(
    ([place, { version, optional, devOptional }]) =>
      place !== '' && !optional && !devOptional && installed.packages[place]?.version !== version,
  )
}

/**
 * Remembers which lock file the packages were installed from.
 * @param {string} root
 */
export function markInstalled(root) {
  writeFileSync(markerOf(root), hashOf(root))
}

/** @param {string} root */
const markerOf = (root) => path.join(root, 'node_modules/.mintreu-lock')

/** @param {string} root */
const hashOf = (root) =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')

/** @param {string} file @param {string} fallback */
function readOr(file, fallback) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return fallback
    throw error
  }
}
