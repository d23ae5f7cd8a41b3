import { open } from 'node:fs/promises'
import { CodedError, invalid } from '@/platform/errors'
import { inspectTarGz } from './inspectTarGz'
import { inspectZip } from './inspectZip'
import { type ArchiveLimits, archiveLimits } from './limits'
import { unreadable } from './zipEnd'

interface ArchiveKind {
  extension: RegExp
  contentType: string
  magic: readonly number[]
  inspect(place: string, limits: ArchiveLimits): Promise<void>
}

const archiveKinds: readonly ArchiveKind[] = [
  { extension: /\.zip$/i, contentType: 'application/zip', magic: [0x50, 0x4b], inspect: inspectZip },
  {
    extension: /\.(tar\.gz|tgz)$/i,
    contentType: 'application/gzip',
    magic: [0x1f, 0x8b],
    inspect: inspectTarGz,
  },
]

/** @throws CodedError 422 `file_name_invalid` or `not_an_archive`. */
export function archiveKindOf(name: string): ArchiveKind {
  if (!/^[^/\\\p{Cc}]{1,150}$/u.test(name) || name.startsWith('.'))
    throw invalid(
      'file_name_invalid',
      'The name of the file is missing, too long or has characters of a path.',
    )
  const kind = archiveKinds.find(({ extension }) => extension.test(name))
  if (!kind) throw invalid('not_an_archive', 'Upload a .zip, .tar.gz or .tgz file.')
  return kind
}

/**
 * Looks into an archive that a stranger sent, in memory that does not grow with it and time that its limits bound.
 * @param name as its seller sees it; says what it must be.
 * @throws CodedError 422 with the reason, for the seller to read; other errors are ours (a disk that fails).
 */
export async function inspectArchive(place: string, name: string, limits = archiveLimits): Promise<void> {
  const kind = archiveKindOf(name)
  if (!(await beginsWith(place, kind.magic)))
    throw invalid('not_an_archive', 'The file is not the archive that its name says.')
  try {
    await kind.inspect(place, limits)
  } catch (error) {
    if (error instanceof CodedError || isOurs(error)) throw error
    throw unreadable()
  }
}

/** A failed call of the system; what the readers of zip, gzip and tar throw has none. */
const isOurs = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function beginsWith(file: string, magic: readonly number[]): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return bytesRead === magic.length && magic.every((byte, index) => buffer[index] === byte)
  } finally {
    await handle.close()
  }
}
