import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from '../setup/imports'
import type { Death } from './plan'

/** What was done of a deep run that was broken off: the next one of the same commit goes on behind it. */
export interface Progress {
  has(death: Death): boolean
  add(death: Death): void
  clear(): void
}

export function openProgress(): Progress {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' })
  const file = path.join(root, '.data/crash', `${commit.stdout.trim() || 'unknown'}.txt`)
  mkdirSync(path.dirname(file), { recursive: true })
  const done = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
  const line = ({ history, program, at }: Death) => `${program} ${at} ${history}`
  return {
    has: (death) => done.has(line(death)),
    add: (death) => appendFileSync(file, `${line(death)}\n`),
    clear: () => rmSync(file, { force: true }),
  }
}
