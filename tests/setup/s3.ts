import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { s3Settings } from '@/platform/s3/client'
import { findMoto } from '../../tools/moto/provision'
import { type GuardedProcess, spawnGuarded } from '../../tools/process/guarded'
import { cuttableLine } from './cuttableLine'

/** A real server that speaks S3, as a process of its own. */
export interface TestS3 {
  url: string
  /** A bucket of one's own, and the settings with which a process finds it. */
  bucket(): Promise<S3Environment>
  /** Nothing answers from now on, as when the store is away; what it holds is kept. */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

export interface S3Environment {
  S3_BUCKET: string
  S3_ENDPOINT: string
  S3_REGION: string
  S3_PATH_STYLE: 'true'
  S3_ACCESS_KEY_ID: string
  S3_SECRET_ACCESS_KEY: string
}

/** A client that a test looks into a bucket with. */
export const s3ClientFor = (env: S3Environment): S3Client =>
  new S3Client(s3Settings({ ...env, S3_PATH_STYLE: true }))

/** Started for a test file, which stops it: no bucket outlives its tests. */
export async function startTestS3(): Promise<TestS3> {
  const moto = await findMoto()
  const server = await spawnGuarded({
    file: moto.python,
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'],
    env: { ...process.env, PYTHONPATH: moto.packages, PYTHONUNBUFFERED: '1' },
    graceSeconds: 1,
    output: 'pipe',
  })
  const line = await cuttableLine('127.0.0.1', Number(new URL(await announcedUrl(server)).port))
  const url = `http://127.0.0.1:${line.port}`
  return {
    url,
    cut: line.cut,
    mend: line.mend,
    async stop() {
      await line.stop()
      await server.stop()
    },
    async bucket() {
      const env: S3Environment = {
        S3_BUCKET: `files-${randomBytes(6).toString('hex')}`,
        S3_ENDPOINT: url,
        S3_REGION: 'us-east-1',
        S3_PATH_STYLE: 'true',
        S3_ACCESS_KEY_ID: 'tests',
        S3_SECRET_ACCESS_KEY: 'of-the-tests',
      }
      const client = s3ClientFor(env)
      await client.send(new CreateBucketCommand({ Bucket: env.S3_BUCKET }))
      client.destroy()
      return env
    },
  }
}

async function announcedUrl(server: GuardedProcess): Promise<string> {
  let said = ''
  const heard = new Promise<string>((resolve) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1]
      if (url) resolve(url)
    })
    server.stdout?.resume()
  })
  const ended = server.exited.then((code) => {
    throw new Error(`the S3 server ended (${code}) before it was ready:\n${said.slice(-2_000)}`)
  })
  return Promise.race([heard, ended])
}
