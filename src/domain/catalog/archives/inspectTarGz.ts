import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { invalid } from '@/platform/errors'
import { EntryNames } from './entryNames'
import { linkRefused, specialRefused } from './inspectZip'
import { type ArchiveLimits, headBytes, Tally } from './limits'
import { refuseNested } from './nested'
import { inconsistent, unreadable } from './zipEnd'

/** What may come between two entries: long names and padding. More is a trick to fill memory. */
const mostBetween = 1_048_576

/**
 * Looks through a whole tar.gz as it unpacks, keeping none of it.
 * @throws CodedError 422 `archive_…` at the first thing that is not as it must be.
 */
export async function inspectTarGz(place: string, limits: ArchiveLimits): Promise<void> {
  const { size } = await stat(place)
  const tally = new Tally(size, limits)
  const names = new EntryNames(limits)
  const tar = extract()
  let between = 0
  const looking = (async () => {
    for await (const entry of tar) {
      between = 0
      tally.entry()
      const name = assertKind(entry.header, names)
      const head: Buffer[] = []
      let bytes = 0
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        between = 0
        if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes))
        bytes += chunk.length
      }
      refuseNested(name, Buffer.concat(head))
    }
  })()
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      tally.unpackedBytes(chunk.length, 0, null)
      between += chunk.length
      if (between > mostBetween) throw unreadable()
      yield chunk
    }
  }
  const flowing = pipeline(createReadStream(place), createGunzip(), counted, tar)
  const [look, flow] = await Promise.allSettled([looking, flowing])
  // Whichever finds something first ends the other: the coded one is the reason.
  const reasons = [look, flow].flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  const [first] = reasons
  if (first) throw reasons.find((reason) => 'status' in reason) ?? first
  if (tally.isEmpty) throw invalid('archive_empty', 'The archive is empty.')
}

function assertKind({ name, type, size }: Header, names: EntryNames): string {
  const isFolder = type === 'directory'
  if (type === 'link' || type === 'symlink') throw linkRefused(name)
  if (!isFolder && type !== 'file' && type !== 'contiguous-file') throw specialRefused(name)
  // Readers differ in whether a folder's size is skipped: they would see different entries after it.
  if (isFolder && size !== 0) throw inconsistent()
  // `tar -C dist .` writes `./` before each name, and the folder itself.
  const plain = name.replace(/^(\.\/)+/, '')
  if (plain === '' || plain === '.') return name
  names.add(isFolder && !plain.endsWith('/') ? `${plain}/` : plain)
  return plain
}
