import type { FileHandle } from 'node:fs/promises'
import { invalid } from '@/platform/errors'

/** What the end of a zip says of its directory. */
export interface ZipEnd {
  entries: number
  directoryStart: number
  directoryBytes: number
}

const endBytes = 22
const locatorBytes = 20
const end64Bytes = 56
const mostComment = 65_535

export const inconsistent = () =>
  invalid(
    'archive_inconsistent',
    'The archive says different things of itself at different places, so programs would unpack different files. Pack it again.',
  )

/**
 * Reads the end of a zip the strict way: the record at the very end, its 64-bit double where there is one, both saying
 * the same, and a directory that ends where that begins. Where readers differ in how they find the directory, they would
 * find different files.
 * @throws CodedError 422 `archive_unreadable`, `archive_inconsistent`.
 */
export async function readZipEnd(handle: FileHandle, size: number): Promise<ZipEnd> {
  const tailStart = Math.max(0, size - endBytes - mostComment)
  const tail = await readAt(handle, tailStart, size - tailStart)
  const at = findEnd(tail)
  if (at === null) throw unreadable()
  const end = {
    entries: tail.readUInt16LE(at + 10),
    directoryBytes: tail.readUInt32LE(at + 12),
    directoryStart: tail.readUInt32LE(at + 16),
  }
  const isOneDisk =
    tail.readUInt32LE(at + 4) === 0 && tail.readUInt16LE(at + 8) === tail.readUInt16LE(at + 10)
  if (!isOneDisk) throw inconsistent()
  const endStart = tailStart + at
  const wide = await readEnd64(handle, endStart)
  if (!wide) return assertPlace(end, endStart)
  const says = (narrow: number, most: number, wideValue: number) => narrow === most || narrow === wideValue
  if (
    !says(end.entries, 0xffff, wide.entries) ||
    !says(end.directoryBytes, 0xffffffff, wide.directoryBytes) ||
    !says(end.directoryStart, 0xffffffff, wide.directoryStart)
  )
    throw inconsistent()
  return assertPlace(wide, wide.at)
}

function assertPlace({ entries, directoryBytes, directoryStart }: ZipEnd, end: number): ZipEnd {
  if (directoryStart + directoryBytes !== end) throw inconsistent()
  return { entries, directoryBytes, directoryStart }
}

/** The last record whose comment reaches exactly to the end of the file, as every reader must find it. */
function findEnd(tail: Buffer): number | null {
  for (let at = tail.length - endBytes; at >= 0; at--)
    if (tail.readUInt32LE(at) === 0x06054b50)
      // An earlier one would be found by readers that look from another side.
      return at + endBytes + tail.readUInt16LE(at + 20) === tail.length ? at : null
  return null
}

async function readEnd64(handle: FileHandle, endStart: number): Promise<(ZipEnd & { at: number }) | null> {
  if (endStart < locatorBytes) return null
  const locator = await readAt(handle, endStart - locatorBytes, locatorBytes)
  if (locator.readUInt32LE(0) !== 0x07064b50) return null
  const at = safe(locator.readBigUInt64LE(8))
  if (at + end64Bytes > endStart - locatorBytes) throw inconsistent()
  const end = await readAt(handle, at, end64Bytes)
  const follows = at + 12 + safe(end.readBigUInt64LE(4)) === endStart - locatorBytes
  if (end.readUInt32LE(0) !== 0x06064b50 || !follows) throw inconsistent()
  return {
    at,
    entries: safe(end.readBigUInt64LE(32)),
    directoryBytes: safe(end.readBigUInt64LE(40)),
    directoryStart: safe(end.readBigUInt64LE(48)),
  }
}

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw inconsistent()
  return Number(value)
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead !== length) throw unreadable()
  return buffer
}

export const unreadable = () =>
  invalid('archive_unreadable', 'The archive is damaged, not whole, or not what its name says.')
