import { crc32, deflateRawSync } from 'node:zlib'

/** One entry, and what is said about it where that is not the truth. */
export interface CraftedEntry {
  name: string | Buffer
  content?: Buffer
  /** The packed bytes, where they are not what packing `content` makes. */
  packed?: Buffer
  stored?: boolean
  method?: number
  flags?: number
  /** Unix mode with its kind: 0o120777 is a link. */
  mode?: number
  says?: Partial<{ size: number; packedSize: number; crc: number; offset: number }>
  /** What the header beside the data says, where it differs. */
  local?: Partial<{ name: string | Buffer; size: number; method: number; flags: number }>
}

interface CraftOptions {
  end?: Partial<{ entries: number; directoryStart: number; directoryBytes: number }>
  /** A 64-bit end, saying this. */
  end64?: Partial<{ entries: bigint; directoryStart: bigint; directoryBytes: bigint }>
  before?: Buffer
  /** Between the data and the directory. */
  between?: Buffer
  comment?: Buffer
}

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const u64 = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

/** A zip byte for byte, so that it can lie wherever a zip can. */
export function craftZip(entries: readonly CraftedEntry[], options: CraftOptions = {}): Buffer {
  const { end = {}, end64, before = Buffer.alloc(0), between = Buffer.alloc(0) } = options
  const data: Buffer[] = [before]
  const directory: Buffer[] = []
  let at = before.length
  for (const entry of entries) {
    const made = craftEntry(entry, at)
    data.push(made.local)
    directory.push(made.central)
    at += made.local.length
  }
  data.push(between)
  at += between.length
  const listed = Buffer.concat(directory)
  const tail = end64
    ? craftEnd64(at + listed.length, {
        entries: BigInt(entries.length),
        directoryBytes: BigInt(listed.length),
        directoryStart: BigInt(at),
        ...end64,
      })
    : Buffer.alloc(0)
  const comment = options.comment ?? Buffer.alloc(0)
  const count = u16(end.entries ?? entries.length)
  return Buffer.concat([
    ...data,
    listed,
    tail,
    ...[u32(0x06054b50), u16(0), u16(0), count, count],
    ...[u32(end.directoryBytes ?? listed.length), u32(end.directoryStart ?? at)],
    ...[u16(comment.length), comment],
  ])
}

function craftEntry(entry: CraftedEntry, at: number): { local: Buffer; central: Buffer } {
  const { content = Buffer.alloc(0), says = {}, local = {} } = entry
  const name = Buffer.from(entry.name)
  const packed = entry.packed ?? (entry.stored || content.length === 0 ? content : deflateRawSync(content))
  const method = entry.method ?? (entry.stored || content.length === 0 ? 0 : 8)
  const flags = entry.flags ?? 0x800
  const common = (sizes: { size: number; flags: number; method: number; name: Buffer }) =>
    Buffer.concat([
      ...[u16(sizes.flags), u16(sizes.method), u16(0), u16(0x5a21), u32(says.crc ?? crc32(content))],
      ...[u32(says.packedSize ?? packed.length), u32(sizes.size), u16(sizes.name.length), u16(0)],
    ])
  const size = says.size ?? content.length
  const localName = Buffer.from(local.name ?? name)
  return {
    local: Buffer.concat([
      ...[u32(0x04034b50), u16(20)],
      common({
        size: local.size ?? size,
        flags: local.flags ?? flags,
        method: local.method ?? method,
        name: localName,
      }),
      ...[localName, packed],
    ]),
    central: Buffer.concat([
      ...[u32(0x02014b50), u16(0x031e), u16(20), common({ size, flags, method, name })],
      ...[u16(0), u16(0), u16(0), u32(((entry.mode ?? 0o100644) << 16) >>> 0), u32(says.offset ?? at), name],
    ]),
  }
}

function craftEnd64(
  at: number,
  {
    entries,
    directoryBytes,
    directoryStart,
  }: { entries: bigint; directoryBytes: bigint; directoryStart: bigint },
): Buffer {
  return Buffer.concat([
    ...[u32(0x06064b50), u64(44n), u16(45), u16(45), u32(0), u32(0)],
    ...[u64(entries), u64(entries), u64(directoryBytes), u64(directoryStart)],
    ...[u32(0x07064b50), u32(0), u64(BigInt(at)), u32(1)],
  ])
}
