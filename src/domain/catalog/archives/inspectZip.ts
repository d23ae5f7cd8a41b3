import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { type CodedError, invalid } from '@/platform/errors'
import { EntryNames, shorten } from './entryNames'
import { type ArchiveLimits, headBytes, Tally } from './limits'
import { refuseNested } from './nested'
import { inconsistent, readZipEnd, unreadable } from './zipEnd'

const methods = { stored: 0, deflated: 8 }
const unixKinds = { mask: 0o170000, none: 0, file: 0o100000, folder: 0o040000, link: 0o120000 }
const sizesFollow = 0x8
const isLarge = 0xffffffff

interface Span {
  start: number
  end: number
}

/**
 * Looks through a whole zip, entry for entry: nothing in it is believed before it was counted. One entry's window of
 * bytes is in memory at a time.
 * @throws CodedError 422 `archive_…` at the first thing that is not as it must be.
 */
export async function inspectZip(place: string, limits: ArchiveLimits): Promise<void> {
  const { size } = await stat(place)
  const handle = await open(place)
  const end = await readZipEnd(handle, size).finally(() => handle.close())
  const tally = new Tally(size, limits)
  tally.entry(end.entries)
  if (tally.isEmpty) throw invalid('archive_empty', 'The archive is empty.')

  const zip = await openPromise(place, { autoClose: false, decodeStrings: false, validateEntrySizes: true })
  try {
    const names = new EntryNames(limits)
    const spans: Span[] = []
    let directoryBytes = 0
    for await (const entry of zip.eachEntry()) {
      directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
      const name = nameOf(entry, names)
      assertKind(entry, name)
      const span = await spanOf(zip, entry)
      spans.push(span)
      if (span.end > end.directoryStart) throw inconsistent()
      await unpack(place, entry, name, span, tally)
    }
    if (directoryBytes !== end.directoryBytes) throw inconsistent()
    assertApart(spans)
  } finally {
    zip.close()
  }
}

/** The name as unpackers read it, and as those that know nothing of the Unicode field do. */
function nameOf(entry: Entry, names: EntryNames): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  names.add(name)
  new EntryNames({ nameBytes: 4_096, depth: 64 }).add(
    entry.fileNameRaw.toString('latin1').replace(/[\x80-\xff]/g, '_'),
  )
  return name
}

function assertKind(entry: Entry, name: string): void {
  if (entry.isEncrypted())
    throw invalid('archive_encrypted', 'The archive is encrypted. Upload it without a password.')
  const kind = (entry.externalFileAttributes >>> 16) & unixKinds.mask
  if (kind === unixKinds.link) throw linkRefused(name)
  if (kind !== unixKinds.none && kind !== unixKinds.file && kind !== unixKinds.folder)
    throw specialRefused(name)
  if (entry.compressionMethod !== methods.stored && entry.compressionMethod !== methods.deflated)
    throw invalid(
      'archive_method',
      'The archive uses a compression other than Deflate. Pack it as an ordinary zip.',
    )
  const isFolder = name.endsWith('/')
  if ((isFolder || kind === unixKinds.folder) && (entry.uncompressedSize > 0 || !isFolder))
    throw inconsistent()
}

/** From the local header to the end of the data. What both headers say must be the same. */
async function spanOf(zip: ZipFile, entry: Entry): Promise<Span & { data: number }> {
  const local = await zip.readLocalFileHeaderPromise(entry)
  const same = (said: number, truth: number) => said === truth || said === isLarge
  const isSame =
    local.fileName.equals(entry.fileNameRaw) &&
    local.compressionMethod === entry.compressionMethod &&
    (local.generalPurposeBitFlag & 1) === (entry.generalPurposeBitFlag & 1) &&
    (local.generalPurposeBitFlag & sizesFollow
      ? true
      : local.crc32 === entry.crc32 &&
        same(local.compressedSize, entry.compressedSize) &&
        same(local.uncompressedSize, entry.uncompressedSize))
  if (!isSame) throw inconsistent()
  return {
    start: entry.relativeOffsetOfLocalHeader,
    data: local.fileDataStart,
    end: local.fileDataStart + entry.compressedSize,
  }
}

async function unpack(
  place: string,
  entry: Entry,
  name: string,
  { data, end }: Span & { data: number },
  tally: Tally,
): Promise<void> {
  const { compressedSize, uncompressedSize } = entry
  if (compressedSize === 0) {
    if (uncompressedSize !== 0) throw lies()
    return
  }
  let bytes = 0
  let sum = 0
  const head: Buffer[] = []
  const packed = createReadStream(place, { start: data, end: end - 1 })
  const inflate = entry.compressionMethod === methods.deflated ? createInflateRaw() : null
  let reason: unknown
  const look = async (chunks: AsyncIterable<Buffer>) => {
    try {
      for await (const chunk of chunks) {
        if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes))
        bytes += chunk.length
        if (bytes > uncompressedSize) throw lies()
        sum = crc32(chunk, sum)
        tally.unpackedBytes(chunk.length, bytes, compressedSize)
      }
    } catch (error) {
      reason = error
      throw error
    }
  }
  try {
    if (inflate) await pipeline(packed, inflate, look)
    else await pipeline(packed, look)
  } catch (error) {
    // Who stops looking breaks the stream, and the break may be heard first.
    throw reason ?? error
  }
  if (bytes !== uncompressedSize) throw lies()
  if (inflate && inflate.bytesWritten !== compressedSize) throw inconsistent()
  if (sum !== entry.crc32) throw unreadable()
  refuseNested(name, Buffer.concat(head))
}

/** One after the other from the very first byte: data that two entries share is how a small file becomes terabytes. */
function assertApart(spans: Span[]): void {
  spans.sort((a, b) => a.start - b.start)
  if (spans[0]?.start !== 0) throw inconsistent()
  for (let i = 1; i < spans.length; i++)
    if ((spans[i]?.start ?? 0) < (spans[i - 1]?.end ?? 0))
      throw invalid(
        'archive_overlap',
        'Entries of the archive share their data, as only a decompression bomb does.',
      )
}

const lies = (): CodedError =>
  invalid('archive_size_lies', 'An entry of the archive has another size than the archive says.')

export const linkRefused = (name: string): CodedError =>
  invalid('archive_link', `The archive contains a link: ${shorten(name)}. Put the file itself in its place.`)

export const specialRefused = (name: string): CodedError =>
  invalid(
    'archive_special_file',
    `The archive contains something that is no file and no folder: ${shorten(name)}.`,
  )
