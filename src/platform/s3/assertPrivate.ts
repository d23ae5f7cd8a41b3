import { Readable } from 'node:stream'
import { CodedError } from '../errors'
import type { FileStore } from '../files'
import { log } from '../logs'
import type { S3Environment } from './client'

/**
 * Stores a file and asks for it without signing. A store that is away is let be: it comes back.
 * @throws Error when somebody who does not sign is given it.
 */
export async function assertPrivate(files: FileStore, env: S3Environment): Promise<void> {
  try {
    const { storageKey } = await files.put(Readable.from([Buffer.from('private')]))
    const isOpen = await answersAnybody(`${bucketUrl(env)}/${storageKey}`)
    await files.remove(storageKey)
    if (isOpen)
      throw new Error(
        `Anybody can read the bucket ${env.S3_BUCKET}. Take its public access away: what is sold lies there.`,
      )
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    log().warn(
      { bucket: env.S3_BUCKET },
      'the bucket does not answer; whether it is private was not looked at',
    )
  }
}

async function answersAnybody(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000), redirect: 'manual' })
    await answer.body?.cancel()
    return answer.ok
  } catch (error) {
    log().warn({ err: error }, 'the bucket does not answer those who do not sign')
    return false
  }
}

function bucketUrl({ S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_PATH_STYLE }: S3Environment): string {
  const endpoint = new URL(S3_ENDPOINT ?? `https://s3.${S3_REGION}.amazonaws.com`)
  const base = endpoint.href.replace(/\/$/, '')
  return S3_PATH_STYLE ? `${base}/${S3_BUCKET}` : base.replace('//', `//${S3_BUCKET}.`)
}
