import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGzip, deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zipOf } from '../../../../tests/setup/archives'
import { type CraftedEntry, craftZip } from '../../../../tests/setup/craftZip'
import { inspectArchive } from './inspectArchive'
import { archiveLimits } from './limits'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-archives-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const MiB = 1_048_576
const text = (value: string) => Buffer.from(value)

/** The code of the refusal, null when the archive is taken; and what it cost to know. */
async function judge(bytes: Buffer | string, name = 'a.zip') {
  const place = typeof bytes === 'string' ? bytes : path.join(folder, randomBytes(8).toString('hex'))
  if (typeof bytes !== 'string') await writeFile(place, bytes)
  const before = process.memoryUsage().rss
  const started = performance.now()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before)
  }, 5)
  try {
    const code = await inspectArchive(place, name).then(
      () => null,
      (error: { status?: number; code?: string }) => (error.status === 422 ? error.code : error),
    )
    return { code, ms: performance.now() - started, rss: most }
  } finally {
    clearInterval(watch)
    if (typeof bytes !== 'string') await rm(place)
  }
}

interface TarEntry {
  name: string
  type?: 'file' | 'directory' | 'symlink' | 'link' | 'character-device' | 'block-device' | 'fifo'
  content?: Buffer
  linkname?: string
}

async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, type = 'file', content = Buffer.alloc(0), linkname } of entries)
    tar.entry(
      { name, type, ...(linkname ? { linkname } : {}), ...(type === 'file' ? { size: content.length } : {}) },
      content,
    )
  tar.finalize()
  return buffer(Readable.from(tar))
}
const tarGz = async (entries: readonly TarEntry[]) => gzipSync(await tarOf(entries))

const zeros = (bytes: number) => Buffer.alloc(bytes)
const one = (entry: Partial<CraftedEntry>): CraftedEntry => ({
  name: 'a.txt',
  content: text('hello'),
  ...entry,
})

/** Entries that all point at one piece of data: how 40 KB become gigabytes. */
function sharedData(entries: number, kernelBytes: number): Buffer {
  const content = zeros(kernelBytes)
  const packedSize = deflateRawSync(content).length
  const first = { name: 'f', content }
  const rest = { name: 'f', content, packed: Buffer.alloc(0), says: { offset: 0, packedSize } }
  return craftZip([first, ...Array.from({ length: entries - 1 }, () => rest)])
}

const zips: [what: string, make: () => Buffer | Promise<Buffer>, code: string | null][] = [
  ['a good archive', () => zipOf(100_000), null],
  [
    'folders, empty files, names in other scripts',
    () => craftZip([{ name: 'src/' }, { name: 'src/é/日本.md', content: text('x') }, { name: 'src/.keep' }]),
    null,
  ],
  ['a comment at the end', () => craftZip([one({})], { comment: text('made by hand') }), null],
  ['an end in 64 bits that agrees', () => craftZip([one({})], { end64: {} }), null],
  ['text that packs well, below the bound', () => craftZip([one({ content: zeros(900_000) })]), null],
  [
    'a document that is a zip by nature',
    async () => craftZip([one({ name: 'manual.docx', content: await zipOf(10), stored: true })]),
    null,
  ],
  [
    'a file that is served gzipped',
    () => craftZip([one({ name: 'app.js.gz', content: gzipSync('x'), stored: true })]),
    null,
  ],
  ['no entry', () => craftZip([]), 'archive_empty'],
  ['another beginning', () => Buffer.concat([text('MZ'), craftZip([one({})])]), 'not_an_archive'],
  ['half an archive', async () => (await zipOf(50_000)).subarray(0, 20_000), 'archive_unreadable'],
  ['something after its end', () => Buffer.concat([craftZip([one({})]), text('tail')]), 'archive_unreadable'],
  [
    'something before its first entry',
    () => craftZip([one({})], { before: text('PKzz<?php') }),
    'archive_inconsistent',
  ],
  [
    '5,001 entries',
    () => craftZip(Array.from({ length: 5_001 }, (_, i) => ({ name: `f${i}` }))),
    'archive_too_many_entries',
  ],
  [
    '65,535 entries said',
    () => craftZip([one({})], { end: { entries: 65_535 } }),
    'archive_too_many_entries',
  ],
  [
    'a million entries said in 64 bits',
    () => craftZip([one({})], { end: { entries: 0xffff }, end64: { entries: 1_000_000n } }),
    'archive_too_many_entries',
  ],
  [
    'an end in 64 bits that says otherwise',
    () => craftZip([one({})], { end64: { entries: 2n } }),
    'archive_inconsistent',
  ],
  [
    'an end in 64 bits that points nowhere',
    () => craftZip([one({})], { end: { directoryStart: 0xffffffff }, end64: { directoryStart: 2n ** 60n } }),
    'archive_inconsistent',
  ],
  [
    'fewer entries said than listed',
    () => craftZip([one({}), one({ name: 'b' })], { end: { entries: 1 } }),
    'archive_inconsistent',
  ],
  [
    'a second directory that other readers find',
    () => craftZip([one({})], { comment: Buffer.concat([craftZip([one({ name: 'evil' })]), text('!')]) }),
    'archive_unreadable',
  ],
  ['a path upward', () => craftZip([one({ name: '../evil.php' })]), 'archive_name_unsafe'],
  ['a path upward in the middle', () => craftZip([one({ name: 'a/../../evil.php' })]), 'archive_name_unsafe'],
  ['an absolute path', () => craftZip([one({ name: '/etc/cron.d/evil' })]), 'archive_name_unsafe'],
  ['a drive', () => craftZip([one({ name: 'C:/evil.exe' })]), 'archive_name_unsafe'],
  ['backslashes', () => craftZip([one({ name: '..\\evil.php' })]), 'archive_name_unsafe'],
  ['a NUL in a name', () => craftZip([one({ name: 'a.php\0.txt' })]), 'archive_name_unsafe'],
  [
    'a name that turns around',
    () => craftZip([one({ name: 'invoice\u202egnp.exe' })]),
    'archive_name_unsafe',
  ],
  ['an empty part', () => craftZip([one({ name: 'a//b' })]), 'archive_name_unsafe'],
  ['an empty name', () => craftZip([one({ name: '' })]), 'archive_name_unsafe'],
  [
    'bytes that are no UTF-8 where it says so',
    () => craftZip([one({ name: Buffer.from([0x61, 0xff, 0xfe]) })]),
    'archive_name_unsafe',
  ],
  ['a name of 2 KB', () => craftZip([one({ name: 'a'.repeat(2_000) })]), 'archive_name_unsafe'],
  [
    '40 folders in one another',
    () => craftZip([one({ name: `${'d/'.repeat(40)}f` })]),
    'archive_name_unsafe',
  ],
  ['a name twice', () => craftZip([one({}), one({})]), 'archive_name_twice'],
  [
    'names that differ by case',
    () => craftZip([one({ name: 'src/User.php' }), one({ name: 'src/user.php' })]),
    'archive_name_twice',
  ],
  [
    'folders that differ by case',
    () => craftZip([one({ name: 'Src/a' }), one({ name: 'src/b' })]),
    'archive_name_twice',
  ],
  [
    'names that differ by how é is written',
    () => craftZip([one({ name: 'caf\u00e9' }), one({ name: 'cafe\u0301' })]),
    'archive_name_twice',
  ],
  [
    'names that differ by a dot at the end',
    () => craftZip([one({ name: 'a.txt' }), one({ name: 'a.txt.' })]),
    'archive_name_twice',
  ],
  [
    'a file that is a folder, too',
    () => craftZip([one({ name: 'a' }), one({ name: 'a/b' })]),
    'archive_name_twice',
  ],
  [
    'a symbolic link',
    () => craftZip([one({ mode: 0o120777, content: text('/etc/passwd') })]),
    'archive_link',
  ],
  ['a device', () => craftZip([one({ mode: 0o020666, content: Buffer.alloc(0) })]), 'archive_special_file'],
  ['a pipe', () => craftZip([one({ mode: 0o010666, content: Buffer.alloc(0) })]), 'archive_special_file'],
  ['encryption', () => craftZip([one({ flags: 0x801 })]), 'archive_encrypted'],
  ['another compression', () => craftZip([one({ method: 12 })]), 'archive_method'],
  [
    'a zip within',
    async () => craftZip([one({ name: 'inner.zip', content: await zipOf(10), stored: true })]),
    'archive_nested',
  ],
  [
    'a zip within under another name',
    async () => craftZip([one({ name: 'logo.png', content: await zipOf(10) })]),
    'archive_nested',
  ],
  [
    'a tar.gz within',
    async () =>
      craftZip([one({ name: 'inner.tar.gz', content: await tarGz([{ name: 'a' }]), stored: true })]),
    'archive_nested',
  ],
  [
    'a tar within',
    async () => craftZip([one({ name: 'x', content: await tarOf([{ name: 'a' }]) })]),
    'archive_nested',
  ],
  ['a folder with content', () => craftZip([one({ name: 'a/', stored: true })]), 'archive_inconsistent'],
  [
    'a size that is too small',
    () => craftZip([one({ content: zeros(5 * MiB), says: { size: 100 } })]),
    'archive_size_lies',
  ],
  ['a size that is too large', () => craftZip([one({ says: { size: 4_000_000_000 } })]), 'archive_size_lies'],
  ['a size of nothing with data', () => craftZip([one({ says: { size: 0 } })]), 'archive_size_lies'],
  ['another checksum', () => craftZip([one({ says: { crc: 1 } })]), 'archive_unreadable'],
  [
    'garbage for data',
    () => craftZip([one({ packed: randomBytes(500), says: { size: 5 } })]),
    'archive_unreadable',
  ],
  [
    'data behind the end of the packed data',
    () => craftZip([one({ packed: Buffer.concat([deflateRawSync(text('hello')), text('hidden')]) })]),
    'archive_inconsistent',
  ],
  [
    'another name beside the data',
    () => craftZip([one({ local: { name: 'b.php' } })]),
    'archive_inconsistent',
  ],
  ['another method beside the data', () => craftZip([one({ local: { method: 0 } })]), 'archive_inconsistent'],
  ['another size beside the data', () => craftZip([one({ local: { size: 9 } })]), 'archive_inconsistent'],
  [
    'encryption beside the data only',
    () => craftZip([one({ local: { flags: 0x801 } })]),
    'archive_inconsistent',
  ],
  [
    'an entry beyond the file',
    () => craftZip([one({ says: { offset: 4_000_000_000 } })]),
    'archive_unreadable',
  ],
  ['a bomb of one entry', () => craftZip([one({ content: zeros(300 * MiB) })]), 'archive_bomb'],
  [
    'a bomb of many entries',
    () => craftZip(Array.from({ length: 400 }, (_, i) => one({ name: `f${i}`, content: zeros(MiB) }))),
    'archive_bomb',
  ],
  [
    'a bomb that says that it is small',
    () => craftZip([one({ content: zeros(100 * MiB), says: { size: 20 } })]),
    'archive_size_lies',
  ],
  ['entries that share their data', () => sharedData(50, 500_000), 'archive_name_twice'],
  ['entries that lie within one another', quotedEntry, 'archive_overlap'],
]

/** The second entry lies within the data of the first, which quotes it: readers find both, and unpack its data twice. */
function quotedEntry(): Buffer {
  const second: CraftedEntry = { name: 'b', content: text('inner'), stored: true }
  const local = craftZip([second]).subarray(0, 30 + 1 + 5)
  const outer = Buffer.concat([text('padding'), local])
  return craftZip([
    { name: 'a', content: outer, stored: true },
    { ...second, says: { offset: 30 + 1 + 7 } },
  ])
}

const tars: [what: string, make: () => Buffer | Promise<Buffer>, code: string | null][] = [
  [
    'a good archive',
    () =>
      tarGz([
        { name: 'src', type: 'directory' },
        { name: 'src/a.php', content: text('<?php') },
      ]),
    null,
  ],
  [
    'names with ./ before them',
    () =>
      tarGz([
        { name: './', type: 'directory' },
        { name: './a', content: text('x') },
      ]),
    null,
  ],
  [
    'a name too long for a header',
    () => tarGz([{ name: `${'long/'.repeat(25)}${'n'.repeat(150)}`, content: text('x') }]),
    null,
  ],
  ['another beginning', () => text('not gzip at all'), 'not_an_archive'],
  ['nothing packed', () => gzipSync(Buffer.alloc(0)), 'archive_empty'],
  ['only padding', () => gzipSync(zeros(10_240)), 'archive_empty'],
  [
    'half an archive',
    async () => (await tarGz([{ name: 'a', content: randomBytes(50_000) }])).subarray(0, 20_000),
    'archive_unreadable',
  ],
  ['text for a tar', () => gzipSync(text('hello '.repeat(500))), 'archive_unreadable'],
  [
    '5,001 entries',
    () => tarGz(Array.from({ length: 5_001 }, (_, i) => ({ name: `f${i}`, content: text(`${i}`) }))),
    'archive_too_many_entries',
  ],
  ['a path upward', () => tarGz([{ name: '../evil' }]), 'archive_name_unsafe'],
  ['an absolute path', () => tarGz([{ name: '/etc/passwd' }]), 'archive_name_unsafe'],
  ['backslashes', () => tarGz([{ name: 'a\\..\\b' }]), 'archive_name_unsafe'],
  ['names that differ by case', () => tarGz([{ name: 'A' }, { name: 'a' }]), 'archive_name_twice'],
  ['a symbolic link', () => tarGz([{ name: 'a', type: 'symlink', linkname: '/etc/passwd' }]), 'archive_link'],
  [
    'a hard link',
    () =>
      tarGz([
        { name: 'a', content: text('x') },
        { name: 'b', type: 'link', linkname: 'a' },
      ]),
    'archive_link',
  ],
  ['a character device', () => tarGz([{ name: 'a', type: 'character-device' }]), 'archive_special_file'],
  ['a block device', () => tarGz([{ name: 'a', type: 'block-device' }]), 'archive_special_file'],
  ['a pipe', () => tarGz([{ name: 'a', type: 'fifo' }]), 'archive_special_file'],
  ['a zip within', async () => tarGz([{ name: 'x.bin', content: await zipOf(10) }]), 'archive_nested'],
  ['a bomb', () => tarGz([{ name: 'a', content: zeros(200 * MiB) }]), 'archive_bomb'],
  ['megabytes of padding', () => gzipSync(zeros(40 * MiB)), 'archive_unreadable'],
  ['a long name of megabytes', longHeader, 'archive_unreadable'],
  ['a size in the header that lies', lyingTar, 'archive_unreadable'],
]

/** A header of the kind that is read whole into memory, 3 MB of it, which does not pack. */
function longHeader(): Buffer {
  const header = tarHeader('././@LongLink', 3 * MiB, 'L')
  return gzipSync(Buffer.concat([header, randomBytes(3 * MiB), zeros(1_024)]), { level: 1 })
}

function lyingTar(): Buffer {
  return gzipSync(Buffer.concat([tarHeader('a', 8 * 1024 ** 3 - 1, '0'), randomBytes(2_000)]))
}

function tarHeader(name: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')} `, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(type, 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

describe('an archive with [CAT-4]', () => {
  it.each(zips)('zip: %s', async (_, make, code) => {
    const judged = await judge(await make())
    expect(judged.code).toBe(code)
    if (code) expect(judged.ms).toBeLessThan(2_000)
    expect(judged.rss).toBeLessThan(100 * MiB)
  })

  it.each(tars)('tar.gz: %s', async (_, make, code) => {
    const judged = await judge(await make(), 'a.tar.gz')
    expect(judged.code).toBe(code)
    if (code) expect(judged.ms).toBeLessThan(2_000)
    expect(judged.rss).toBeLessThan(100 * MiB)
  })
})

describe('looking into archives', () => {
  it('takes one that is as large as allowed, in memory that does not grow with it', async () => {
    const place = path.join(folder, 'large.tar.gz')
    const tar = pack()
    const chunk = randomBytes(20 * MiB)
    const written = pipeline(Readable.from(tar), createGzip({ level: 0 }), createWriteStream(place))
    for (let i = 0; i < 20; i++)
      await new Promise((resolve) => tar.entry({ name: `f${i}`, size: chunk.length }, chunk, resolve))
    tar.finalize()
    await written
    const judged = await judge(place, 'large.tar.gz')
    expect(judged.code).toBeNull()
    expect(judged.rss).toBeLessThan(100 * MiB)
  }, 60_000)

  it('stops at 500 MB that really come out, however little the archive says', async () => {
    // Packs fifty to one, so that no ratio gives it away.
    const block = MiB / 64
    const content = Buffer.concat(
      Array.from({ length: 50 * 64 }, (_, i) => (i % 50 === 0 ? randomBytes(block) : zeros(block))),
    )
    const archive = craftZip(Array.from({ length: 11 }, (_, i) => one({ name: `f${i}`, content })))
    expect(archive.length).toBeLessThan(20 * MiB)
    expect(11 * content.length).toBeGreaterThan(archiveLimits.unpackedBytes)
    expect((await judge(archive)).code).toBe('archive_too_large')
  }, 60_000)

  it('leaves the file as it was', async () => {
    const place = path.join(folder, 'kept.zip')
    const bytes = await zipOf(1_000)
    await writeFile(place, bytes)
    await inspectArchive(place, 'kept.zip')
    expect(await readFile(place)).toEqual(bytes)
    expect((await stat(place)).size).toBe(bytes.length)
  })

  it('answers with a refusal or takes it, whatever byte of a zip was changed: never a fault, never for long', async () => {
    const good = craftZip(
      [one({}), { name: 'd/' }, one({ name: 'd/b.txt', content: text('b'.repeat(300)) })],
      { end64: {} },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (changes) => {
          const bytes = Buffer.from(good)
          for (const [at, value] of changes) bytes[at] = value
          const judged = await judge(bytes)
          expect(judged.code === null || typeof judged.code === 'string').toBe(true)
          expect(judged.ms).toBeLessThan(1_000)
        },
      ),
      { numRuns: 300, seed: Number(process.env.TEST_SEED ?? 1) },
    )
  }, 60_000)

  it('does the same with every byte of a tar.gz', async () => {
    const plain = await tarOf([
      { name: 'src', type: 'directory' },
      { name: 'src/a.php', content: text('<?php '.repeat(100)) },
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(plain.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (changes) => {
          const bytes = Buffer.from(plain)
          for (const [at, value] of changes) bytes[at] = value
          const judged = await judge(gzipSync(bytes), 'a.tgz')
          expect(judged.code === null || typeof judged.code === 'string').toBe(true)
          expect(judged.ms).toBeLessThan(1_000)
        },
      ),
      { numRuns: 300, seed: Number(process.env.TEST_SEED ?? 1) },
    )
  }, 60_000)
})
