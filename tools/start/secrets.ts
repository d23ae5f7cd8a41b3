import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { isErrno } from '../process/guarded'
import { Trouble } from './troubles'

const secretsSchema = z.object({
  /** The root of all keys of the installation: whoever loses it loses every license key's hash and every sealed text. */
  APP_SECRETS: z.string().min(40),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  METRICS_TOKEN: z.string().min(16),
})
export type Secrets = z.infer<typeof secretsSchema>

/** The installation's secrets, made once and readable by its user only. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, 'secrets.json')
  try {
    return secretsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (!isErrno(error, 'ENOENT'))
      throw new Trouble(
        `${file} cannot be read: restore it from a backup, or start over with \`npm run reset\`.`,
      )
  }
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
  const made: Secrets = {
    APP_SECRETS: `k1:${secret(32)}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${secret(24)}`,
    METRICS_TOKEN: secret(24),
  }
  await writeOnce(file, `${JSON.stringify(made, null, 2)}\n`)
  return made
}

/** Whole or not at all, and never over one that is there. */
async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  await writeFile(draft, text, { mode: 0o600, flush: true })
  try {
    await link(draft, file)
  } finally {
    await rm(draft)
  }
}
