import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A good zip of about so many bytes, which nothing makes smaller. */
export async function zipOf(bytes: number): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('{"name":"acme/kit"}'), 'composer.json')
  zip.addBuffer(randomBytes(bytes), 'assets/data.bin', { compress: false })
  zip.end()
  return buffer(zip.outputStream as Readable)
}
