import { isWaiting } from '@/domain/catalog/checkUpload'
import type { Database } from '@/platform/database'
import type { FileStorage } from '@/platform/fileStorage'

const unfinishedMs = 86_400_000

/**
 * Removes uploads that nobody went on with for a day; on S3, those that were begun a day ago, with their parts.
 * @param machineTime files carry the machine's time, so its clock decides here.
 * @returns how many went.
 */
export const cleanUploads = (
  database: Database,
  storage: Pick<FileStorage, 'removeStale'>,
  machineTime = Date.now(),
): Promise<number> => storage.removeStale(new Date(machineTime - unfinishedMs), isWaiting(database))
