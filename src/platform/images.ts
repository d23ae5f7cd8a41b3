import sharp, { type Metadata, type Sharp } from 'sharp'
import { CodedError, invalid } from './errors'

/** For Payload, which makes the smaller sizes of what was drawn anew. */
export { sharp }

export interface CleanImage {
  bytes: Buffer
  contentType: 'image/jpeg' | 'image/png' | 'image/webp'
  extension: 'jpg' | 'png' | 'webp'
  width: number
  height: number
}

/** 16 million: the screen of a 5K display. More is a photograph that was not made smaller, or a bomb. */
export const maxPixels = 16 * 1_024 * 1_024
const maxSide = 16_384
/** No page shows an image larger than this. */
const storedSide = 2_560
const patienceSeconds = 10
/** One is decoded at a time, so that memory is bounded; so many more may wait. */
const mostWaiting = 8
const mostDrawings = 24

interface ImageKind {
  contentType: string
  /** As libvips calls it: the reader that it chose must be the one for this kind, whatever else is in the file. */
  format: Metadata['format']
  isIt(bytes: Buffer): boolean
}

const ascii = (bytes: Buffer, start: number, end: number): string => bytes.toString('latin1', start, end)
const kinds: readonly ImageKind[] = [
  { contentType: 'image/jpeg', format: 'jpeg', isIt: (bytes) => ascii(bytes, 0, 3) === '\xff\xd8\xff' },
  { contentType: 'image/png', format: 'png', isIt: (bytes) => ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n' },
  {
    contentType: 'image/webp',
    format: 'webp',
    isIt: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP',
  },
  { contentType: 'image/avif', format: 'heif', isIt: (bytes) => /^ftypavi[fs]$/.test(ascii(bytes, 4, 12)) },
]

/** One after the other; `busy` where more wait than `most`. @throws what `busy` makes, or what the work throws. */
function inLine(most: number, busy: () => Error): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return (work) => {
    if (waiting >= most) return Promise.reject(busy())
    waiting++
    const turn = last.then(work)
    last = turn.catch(() => undefined).finally(() => waiting--)
    return turn
  }
}

const busy = (detail: string) => () =>
  new CodedError({ status: 503, code: 'busy', retryAfterSeconds: 5, detail })

const intake = inLine(
  mostWaiting,
  busy('Many images are being taken in at the moment. Please try again shortly.'),
)
/** What we draw ourselves keeps nobody's upload waiting. */
const drawings = inLine(mostDrawings, busy('Many images are being drawn at the moment.'))

/**
 * A stranger's image drawn anew: nothing of what came is kept but its pixels. Metadata (where it was taken, with what), the
 * trailing half of a polyglot, further frames and hidden chunks are gone; it is turned as its camera said, in sRGB, at most
 * 2,560 pixels wide or high.
 * @param declaredType what the sender says that it is.
 * @throws CodedError 422 `image_type`, `image_type_mismatch`, `image_too_large`, `image_animated`, `image_unreadable`;
 * 503 `busy`.
 */
export async function cleanImage(bytes: Buffer, declaredType: string): Promise<CleanImage> {
  const kind = kinds.find(({ isIt }) => isIt(bytes))
  if (!kind)
    throw invalid(
      'image_type',
      'Upload a PNG, JPEG, WebP or AVIF image. SVG can carry scripts and is not taken.',
    )
  if (kind.contentType !== declaredType)
    throw invalid(
      'image_type_mismatch',
      `The image says that it is ${declaredType}, and is ${kind.contentType}.`,
    )
  return intake(() => drawAnew(bytes, kind))
}

/**
 * A drawing of ours as PNG, one at a time. @param svg ours, whole, without texts: fonts differ from machine to machine.
 * @throws CodedError 503 `busy`.
 */
export const drawPng = (svg: string, { width, height }: { width: number; height: number }): Promise<Buffer> =>
  drawings(() =>
    sharp(Buffer.from(svg), { limitInputPixels: width * height })
      .timeout({ seconds: patienceSeconds })
      // A few inks on paper: 256 colors show no difference and weigh less than half.
      .png({ palette: true, quality: 92 })
      .toBuffer(),
  )

async function drawAnew(bytes: Buffer, kind: ImageKind): Promise<CleanImage> {
  const header = await orUnreadable(() => sharp(bytes, { limitInputPixels: false }).metadata())
  if (header.format !== kind.format) throw unreadable()
  assertBounds(header)
  const image = sharp(bytes, { limitInputPixels: maxPixels, sequentialRead: true, pages: 1 })
    .rotate()
    .resize({ width: storedSide, height: storedSide, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: patienceSeconds })
  const { data, info } = await orUnreadable(() => encode(image, kind).toBuffer({ resolveWithObject: true }))
  const { width, height } = info
  if (info.format === 'jpeg')
    return { bytes: data, contentType: 'image/jpeg', extension: 'jpg', width, height }
  if (info.format === 'png') return { bytes: data, contentType: 'image/png', extension: 'png', width, height }
  return { bytes: data, contentType: 'image/webp', extension: 'webp', width, height }
}

/** As it came; AVIF, whose encoding takes seconds, as WebP. */
function encode(image: Sharp, { format }: ImageKind): Sharp {
  if (format === 'jpeg') return image.jpeg({ quality: 88, mozjpeg: true })
  if (format === 'png') return image.png()
  return image.webp({ quality: 88 })
}

/** By its header alone, before anything is decoded. */
function assertBounds({ width, height, pages = 1 }: Metadata): void {
  if (width * height > maxPixels || width > maxSide || height > maxSide)
    throw invalid('image_too_large', 'The image has more than 16 million pixels. Make it smaller.')
  if (pages > 1) throw invalid('image_animated', 'The image is animated. Upload a still one.')
}

async function orUnreadable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw unreadable()
  }
}

const unreadable = () => invalid('image_unreadable', 'The image is damaged, or takes too long to read.')
