import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'

/** The same files make the same bytes: every entry carries this time. */
const entryTime = new Date('2026-01-01T00:00:00Z')

/** A zip of text files. @param files path → content. */
export async function buildArchive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [path, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), path, { mtime: entryTime, mode: 0o100644 })
  zip.end()
  return buffer(zip.outputStream)
}
