import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The process that listens on a port of this machine (Linux: /proc). @throws Error where none does. */
export function listenerOf(port: number): number {
  const inodes = new Set(
    ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(
          ([, local = '', , state]) =>
            state === '0A' && Number.parseInt(local.split(':')[1] ?? '', 16) === port,
        )
        .map((fields) => `socket:[${fields[9]}]`),
    ),
  )
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if (sockets(pid).some((socket) => inodes.has(socket))) return Number(pid)
  throw new Error(`Nothing of yours listens on port ${port}: is the marketplace running?`)
}

function sockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return []
  }
}
