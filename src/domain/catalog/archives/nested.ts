import { invalid } from '@/platform/errors'
import { shorten } from './entryNames'

interface Kind {
  at: number
  magic: readonly number[]
  /** Files of this form that are no archives to people. */
  unless?: RegExp
}

const kinds: readonly Kind[] = [
  {
    at: 0,
    magic: [0x50, 0x4b, 0x03, 0x04],
    unless: /\.(docx|xlsx|pptx|dotx|odt|ods|odp|odg|epub|jar|apk|sketch|xpi|vsix|whl|nupkg)$/i,
  },
  // One compressed file, as web servers send them.
  { at: 0, magic: [0x1f, 0x8b, 0x08], unless: /(?<!\.tar)\.(gz|svgz)$/i },
  { at: 0, magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { at: 0, magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { at: 0, magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { at: 0, magic: [0x42, 0x5a, 0x68] },
  { at: 0, magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72] },
]
const archiveName = /\.(zip|tar|tgz|tbz2?|txz|tzst|7z|rar|tar\.(gz|bz2|xz|zst))$/i

/**
 * An archive within the archive is nothing that we look into, so it is not taken: its files belong beside the others.
 * @param head what the file begins with.
 * @throws CodedError 422 `archive_nested`.
 */
export function refuseNested(name: string, head: Buffer): void {
  const looksLike = kinds.some(
    ({ at, magic, unless }) => !unless?.test(name) && magic.every((byte, index) => head[at + index] === byte),
  )
  if (looksLike || (archiveName.test(name) && head.length > 0))
    throw invalid(
      'archive_nested',
      `The archive contains another archive: ${shorten(name)}. Put its files beside the others.`,
    )
}
