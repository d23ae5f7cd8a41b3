import { invalid } from '@/platform/errors'

const MiB = 1_048_576

export interface ArchiveLimits {
  entries: number
  /** Everything unpacked, counted as it comes out and not as the archive says. */
  unpackedBytes: number
  /** Unpacked to packed, of one entry and of the whole. */
  ratio: number
  /** Below this nothing is a bomb, however well it packs. */
  ratioFromBytes: number
  nameBytes: number
  /** Folders within folders. */
  depth: number
}

/** What a release can need and no bomb keeps to: docs/adr/014. */
export const archiveLimits: ArchiveLimits = {
  entries: 5_000,
  unpackedBytes: 500 * MiB,
  ratio: 100,
  ratioFromBytes: MiB,
  nameBytes: 1_024,
  depth: 32,
}

/** What an archive has used of its limits so far. @throws CodedError 422 as soon as one is passed. */
export class Tally {
  private entries = 0
  private unpacked = 0

  constructor(
    private readonly archiveBytes: number,
    private readonly limits: ArchiveLimits,
  ) {}

  entry(count = 1): void {
    this.entries += count
    if (this.entries > this.limits.entries)
      throw invalid('archive_too_many_entries', `The archive has more than ${this.limits.entries} entries.`)
  }

  /** @param packed bytes of the entry in the archive; null: the format packs all entries as one. */
  unpackedBytes(bytes: number, entryBytes: number, packed: number | null): void {
    const { unpackedBytes, ratio, ratioFromBytes } = this.limits
    this.unpacked += bytes
    if (this.unpacked > unpackedBytes)
      throw invalid(
        'archive_too_large',
        `Unpacked, the archive is larger than ${Math.round(unpackedBytes / MiB)} MB.`,
      )
    const whole = this.unpacked > ratioFromBytes && this.unpacked > ratio * this.archiveBytes
    const one = packed !== null && entryBytes > ratioFromBytes && entryBytes > ratio * packed
    if (whole || one)
      throw invalid(
        'archive_bomb',
        `The archive unpacks to more than ${ratio} times its size, as only a decompression bomb does.`,
      )
  }

  get isEmpty(): boolean {
    return this.entries === 0
  }
}

/** What a file begins with is enough to know an archive by. */
export const headBytes = 512
