import { open } from 'node:fs/promises'
import { isErrno } from '../process/guarded'
import { missingLibrary } from './mongodVersion'

/**
 * One sentence for an end that nobody asked for. Exit codes: MongoDB manual, "Exit Codes and Statuses";
 * 127 and 126 are the shell's for a file that is missing or cannot run.
 */
export async function whyMongodEnded({
  code,
  dbPath,
  logPath,
}: {
  code: number
  dbPath: string
  logPath: string
}) {
  const log = await endOf(logPath)
  if (/No space left on device/i.test(log))
    return `The disk is full: MongoDB cannot write to ${dbPath}. Free some space and start again.`
  if (/Permission denied/i.test(log))
    return `MongoDB may not write to ${dbPath}. Give yourself the right to, or remove the folder.`
  if (/DBPathInUse|Unable to lock the lock file/.test(log))
    return `Another mongod uses ${dbPath}. Stop it, then start again.`
  if (/Address already in use/.test(log)) return 'The port of MongoDB is in use by another program.'
  if (
    code === 62 ||
    /incompatible with this version|featureCompatibilityVersion.*(invalid|UPGRADE PROBLEM)/i.test(log)
  )
    return `The data in ${dbPath} are of another MongoDB version. Use that version by MONGOD_BINARY, or start over with \`npm run reset\`.`
  if (code === 127) return missingLibrary('')
  return `MongoDB ended with code ${code} before it was ready. Its last words are in ${logPath}.`
}

async function endOf(file: string): Promise<string> {
  try {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      const length = Math.min(size, 32_768)
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
      return buffer.toString('utf8')
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return ''
    throw error
  }
}
