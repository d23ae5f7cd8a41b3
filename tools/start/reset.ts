import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { portsNeeded } from './environment'
import { requireFreePorts } from './ports'

/** Removes the installation's data and uploaded pictures. The caller holds the lock, so nothing of ours runs. */
export async function reset({ root, asks }: { root: string; asks: boolean }): Promise<void> {
  const dataDir = path.join(root, '.data')
  // Processes of a start that was killed may still be writing.
  await requireFreePorts(portsNeeded(process.env), 15_000)
  if (asks && !(await confirm(`Remove all data in ${dataDir} and the pictures in media? (yes/no) `))) {
    console.log('Nothing was removed.')
    return
  }
  for (const name of await readdir(dataDir))
    await rm(path.join(dataDir, name), { recursive: true, force: true })
  const media = path.join(root, 'media')
  for (const name of await readdir(media))
    if (name !== '.gitkeep') await rm(path.join(media, name), { recursive: true })
  await rm(dataDir, { recursive: true, force: true })
  console.log('Removed. `npm start` begins anew.')
  if (process.env.MONGODB_URI) console.log('The database at MONGODB_URI is left as it is.')
}

async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await prompt.question(question)).trim())
  } finally {
    prompt.close()
  }
}
