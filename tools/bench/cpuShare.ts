import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const periodMicroseconds = 20_000

/** What a process may use of the processors. */
export interface CpuLimit {
  /** @param share of one core; null: as much as there is. */
  set(share: number | null): void
  /** The process goes back to where it was. */
  remove(): void
}

/** Linux control groups, version one and two. */
const folderOne = '/sys/fs/cgroup/cpu'
const folderTwo = '/sys/fs/cgroup'

/**
 * Puts a process with all its threads into a control group of its own.
 * @returns null where that is not permitted: without root, in most containers, on another system than Linux.
 */
export function limitCpu(pid: number, share: number): CpuLimit | null {
  const isTwo = existsSync(path.join(folderTwo, 'cgroup.controllers'))
  const folder = isTwo ? folderTwo : folderOne
  const group = path.join(folder, `mintreu-bench-${pid}`)
  const set = (share: number | null) => {
    const quota = share === null ? null : Math.round(periodMicroseconds * share)
    if (isTwo) return writeFileSync(path.join(group, 'cpu.max'), `${quota ?? 'max'} ${periodMicroseconds}`)
    writeFileSync(path.join(group, 'cpu.cfs_period_us'), String(periodMicroseconds))
    writeFileSync(path.join(group, 'cpu.cfs_quota_us'), String(quota ?? -1))
  }
  try {
    mkdirSync(group)
    set(share)
    writeFileSync(path.join(group, 'cgroup.procs'), String(pid))
  } catch {
    return null
  }
  return {
    set,
    remove() {
      writeFileSync(path.join(folder, 'cgroup.procs'), String(pid))
      rmdirSync(group)
    },
  }
}
