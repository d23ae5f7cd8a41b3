/** The release line that we fetch: long-term, past CVE-2025-10060 (8.0.12) and CVE-2025-14847 (8.0.17). */
export const archiveVersion = '8.0.20'

export interface System {
  platform: string
  arch: string
  /** The text of /etc/os-release; empty elsewhere. */
  osRelease: string
}

/**
 * The official archive for a system, as a path below fastdl.mongodb.org; undefined where MongoDB publishes none.
 * Names: mongodb.com/try/download/community. Distributions without a build of their own take the nearest one that
 * has the same OpenSSL 3 and an older or equal C library.
 */
export function archiveName(
  { platform, arch, osRelease }: System,
  version = archiveVersion,
): string | undefined {
  const cpu = { x64: 'x86_64', arm64: 'aarch64' }[arch]
  if (!cpu) return undefined
  if (platform === 'darwin') return `osx/mongodb-macos-${arch === 'arm64' ? 'arm64' : cpu}-${version}.tgz`
  if (platform !== 'linux') return undefined
  const build = linuxBuild(osRelease, cpu)
  return build && `linux/mongodb-linux-${cpu}-${build}-${version}.tgz`
}

function linuxBuild(osRelease: string, cpu: string): string | undefined {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
  const family = new Set([value('ID'), ...value('ID_LIKE').split(' ')])
  const release = Number.parseFloat(value('VERSION_ID'))
  if (family.has('alpine')) return undefined // musl: MongoDB publishes nothing for it
  if (value('ID') === 'amzn') return 'amazon2023'
  if (value('ID') === 'ubuntu' && release >= 24.04) return 'ubuntu2404'
  if (value('ID') === 'debian' && release >= 12 && cpu === 'x86_64') return 'debian12'
  if (['rhel', 'centos', 'fedora'].some((name) => family.has(name))) return release < 9 ? 'rhel8' : 'rhel93'
  return 'ubuntu2204'
}
