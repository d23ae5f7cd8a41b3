import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'

/** One file per process in `.data/logs`; the one of the start before is kept beside it as `.log.1`. */
export class LogBook {
  private readonly fresh = new Set<string>()

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true })
  }

  path(name: string): string {
    return path.join(this.folder, `${name}.log`)
  }

  /** Gives `work` a descriptor to hand to a child; ours is closed behind it. */
  async writing<T>(name: string, work: (descriptor: number) => Promise<T>): Promise<T> {
    const file = this.path(name)
    if (!this.fresh.has(name) && existsSync(file)) renameSync(file, `${file}.1`)
    this.fresh.add(name)
    const descriptor = openSync(file, 'a', 0o600)
    try {
      return await work(descriptor)
    } finally {
      closeSync(descriptor)
    }
  }

  /** The last lines, each behind the name. */
  tail(name: string, lines = 20): string {
    const file = this.path(name)
    if (!existsSync(file)) return ''
    const text = readFileSync(file, 'utf8').trimEnd()
    if (text === '') return ''
    return text
      .split('\n')
      .slice(-lines)
      .map((line) => `  ${name} | ${line}`)
      .join('\n')
  }
}
