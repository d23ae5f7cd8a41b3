import { createHash, randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { cleanImage } from './images'

const MiB = 1_048_576
const red = { r: 200, g: 30, b: 30 }
const picture = (width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: red } })

async function judge(bytes: Buffer, type: string) {
  const before = process.memoryUsage().rss
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before)
  }, 5)
  const started = performance.now()
  try {
    const code = await cleanImage(bytes, type).then(
      () => null,
      (error: { code?: string }) => error.code,
    )
    return { code, ms: performance.now() - started, rss: most }
  } finally {
    clearInterval(watch)
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const sized = Buffer.alloc(4)
  sized.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([sized, body, sum])
}

/** A PNG that says that it is so large; its data are zeros, as far as there are any. */
function pngOf(width: number, height: number, { interlaced = false, rows = 1 } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(Math.min(rows * (1 + 3 * width), 400 * MiB)), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A WebP of many frames; the file is small, its frames together are not. */
const animation = (frames: number) =>
  sharp(
    Buffer.concat(
      Array.from({ length: frames }, (_, frame) => Buffer.alloc(200 * 200 * 3, (frame * 90) % 256)),
    ),
    { raw: { width: 200, height: 200 * frames, channels: 3, pageHeight: 200 } },
  )
    .webp({ loop: 0 })
    .toBuffer()

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const bomb = Buffer.from(
  `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]><svg xmlns="http://www.w3.org/2000/svg"><text>${'&b;'.repeat(100)}</text></svg>`,
)

describe('an image from a stranger', () => {
  it.each([
    ['image/png', () => picture().png().toBuffer(), 'png'],
    ['image/jpeg', () => picture().jpeg().toBuffer(), 'jpg'],
    ['image/webp', () => picture().webp().toBuffer(), 'webp'],
    ['image/avif', () => picture().avif().toBuffer(), 'webp'],
  ])('of %s is drawn anew', async (type, make, extension) => {
    const clean = await cleanImage(await make(), type)
    expect(clean).toMatchObject({ extension, width: 64, height: 48 })
    const { data } = await sharp(clean.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect(Math.abs((data[0] ?? 0) - red.r)).toBeLessThan(8)
  })

  it('keeps no place, no camera, no comment: EXIF, XMP, ICC and text chunks are gone, its turn is applied', async () => {
    const bytes = await picture(40, 20)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'secret-name' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const clean = await cleanImage(bytes, 'image/jpeg')
    const after = await sharp(clean.bytes).metadata()
    expect([after.exif, after.icc, after.xmp, after.iptc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect([clean.width, clean.height]).toEqual([20, 40])
    expect(clean.bytes.includes('secret-name')).toBe(false)
    const text = await picture().png().toBuffer()
    const withText = Buffer.concat([
      text.subarray(0, 33),
      chunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>')),
      text.subarray(33),
    ])
    expect((await cleanImage(withText, 'image/png')).bytes.includes('<script>')).toBe(false)
  })

  it.each([
    ['a PHP script behind its end', Buffer.from('<?php system($_GET[0]); ?>')],
    ['a zip behind its end', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(500)])],
    ['a page behind its end', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ])('that is a polyglot with %s is only an image afterwards', async (_, tail) => {
    for (const [type, bytes] of [
      ['image/jpeg', await picture().jpeg().toBuffer()],
      ['image/png', await picture().png().toBuffer()],
    ] as const) {
      const clean = await cleanImage(Buffer.concat([bytes, tail]), type)
      expect(clean.bytes.includes(tail.subarray(0, 20))).toBe(false)
    }
  })

  it.each(['<?php system($_GET[0]); ?>', String(svg)])(
    'whose comment is %s is only an image afterwards',
    async (script) => {
      const jpeg = await picture().jpeg().toBuffer()
      const comment = Buffer.from(script)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(comment.length + 2)
      const polyglot = Buffer.concat([
        jpeg.subarray(0, 2),
        Buffer.from([0xff, 0xfe]),
        length,
        comment,
        jpeg.subarray(2),
      ])
      const clean = await cleanImage(polyglot, 'image/jpeg')
      expect(clean.contentType).toBe('image/jpeg')
      expect(clean.bytes.includes(script)).toBe(false)
    },
  )

  it.each([
    ['an SVG', () => svg, 'image/svg+xml', 'image_type'],
    ['an SVG that says PNG', () => svg, 'image/png', 'image_type'],
    ['an SVG whose entities are a bomb', () => bomb, 'image/png', 'image_type'],
    ['a GIF', () => picture().gif().toBuffer(), 'image/gif', 'image_type'],
    ['a TIFF', () => picture().tiff().toBuffer(), 'image/png', 'image_type'],
    ['a page that says JPEG', () => Buffer.from('<!doctype html>'), 'image/jpeg', 'image_type'],
    ['a PDF that says PNG', () => Buffer.from('%PDF-1.7\n'), 'image/png', 'image_type'],
    ['nothing', () => Buffer.alloc(0), 'image/png', 'image_type'],
    ['a PNG that says JPEG', () => picture().png().toBuffer(), 'image/jpeg', 'image_type_mismatch'],
    ['a JPEG that says WebP', () => picture().jpeg().toBuffer(), 'image/webp', 'image_type_mismatch'],
    ['64,000 by 64,000 pixels', () => pngOf(64_000, 64_000), 'image/png', 'image_too_large'],
    [
      '20,000 by 20,000 pixels, all there',
      () => pngOf(20_000, 20_000, { rows: 6_000 }),
      'image/png',
      'image_too_large',
    ],
    ['one line of 20,000,000 pixels', () => pngOf(20_000_000, 1), 'image/png', 'image_too_large'],
    ['more sides than there are', () => pngOf(0x7fffffff, 0x7fffffff), 'image/png', 'image_unreadable'],
    ['an animation', () => animation(3), 'image/webp', 'image_animated'],
    ['an animation of 400 frames', () => animation(400), 'image/webp', 'image_animated'],
    [
      'half a JPEG',
      async () => (await picture(600, 600).jpeg().toBuffer()).subarray(0, 900),
      'image/jpeg',
      'image_unreadable',
    ],
    ['a PNG that lacks nearly all its lines', () => pngOf(4_000, 4_000), 'image/png', 'image_unreadable'],
    [
      'a head and then noise',
      async () => Buffer.concat([(await picture().webp().toBuffer()).subarray(0, 20), randomBytes(900)]),
      'image/webp',
      'image_unreadable',
    ],
    [
      'a box that says AVIF',
      () => Buffer.concat([Buffer.from('\0\0\0\x20ftypavif', 'latin1'), randomBytes(900)]),
      'image/avif',
      'image_unreadable',
    ],
  ])('that is %s is refused, at once and without filling the memory', async (_, make, type, code) => {
    const judged = await judge(await make(), type)
    expect(judged.code).toBe(code)
    expect(judged.ms).toBeLessThan(2_000)
    expect(judged.rss).toBeLessThan(100 * MiB)
  })

  it('as large as allowed is made smaller, within bounds of time and memory, interlaced too', async () => {
    for (const interlaced of [false, true]) {
      const bytes = pngOf(4_096, 4_096, { interlaced, rows: 4_096 + (interlaced ? 4_096 : 0) })
      const judged = await judge(bytes, 'image/png')
      expect(judged.code).toBeNull()
      expect(judged.ms).toBeLessThan(5_000)
      expect(judged.rss).toBeLessThan(150 * MiB)
    }
    expect(await cleanImage(pngOf(4_096, 4_096, { rows: 4_096 }), 'image/png')).toMatchObject({
      width: 2_560,
      height: 2_560,
    })
  })

  it('waits for its turn, and hears that it is too much when too many wait', async () => {
    const bytes = pngOf(3_000, 3_000, { rows: 3_000 })
    const answers = await Promise.allSettled(Array.from({ length: 14 }, () => cleanImage(bytes, 'image/png')))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused.map(({ reason }) => [reason.status, reason.code])).toEqual(
      Array.from({ length: 6 }, () => [503, 'busy']),
    )
    const hashes = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? [createHash('sha256').update(answer.value.bytes).digest('hex')] : [],
    )
    expect(new Set(hashes).size).toBe(1)
  })
})
