import { S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { CodedError } from '../errors'
import { filesUnavailable } from '../files'
import { log } from '../logs'

/** The settings of a bucket, as the environment gives them. */
export interface S3Environment {
  S3_BUCKET: string
  S3_REGION: string
  /** Another service than Amazon's own. */
  S3_ENDPOINT?: string | undefined
  /** `https://host/bucket/key` rather than `https://bucket.host/key`. */
  S3_PATH_STYLE: boolean
  /** Left out: what the machine's role or profile gives. */
  S3_ACCESS_KEY_ID?: string | undefined
  S3_SECRET_ACCESS_KEY?: string | undefined
}

/** A store that does not take the connection, or says nothing for so long, is away. */
const connectMs = 3_000
const silenceMs = 20_000

export function s3Settings(env: S3Environment): S3ClientConfig {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env
  return {
    region: env.S3_REGION,
    forcePathStyle: env.S3_PATH_STYLE,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs },
    ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT } : {}),
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  }
}

export const s3Client = (env: S3Environment): S3Client => new S3Client(s3Settings(env))

const named = z.object({ name: z.string() })
const missing = new Set(['NotFound', 'NoSuchKey', 'NoSuchUpload'])

/** Whether S3 answered that there is no such object or upload. Not when the bucket itself is gone: that is a fault. */
export const isMissingInS3 = (error: unknown): boolean =>
  error instanceof S3ServiceException && missing.has(error.name)

const lineFault = z.object({
  code: z.enum([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
  ]),
})

/** Whether S3 itself, or the line to it, is the trouble: not whoever sends or takes the bytes. */
export function isS3Trouble(error: unknown): boolean {
  if (error instanceof S3ServiceException) return !isMissingInS3(error)
  if (lineFault.safeParse(error).success) return true
  const { data } = named.safeParse(error)
  return data?.name === 'TimeoutError' || data?.name === 'CredentialsProviderError'
}

/**
 * Runs a request to S3.
 * @throws CodedError 503 `files_unavailable` when S3 does not do it; what S3 said is logged whole and told nobody.
 */
export async function askS3<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw s3Refusal(what, error)
  }
}

/** What a caller hears of a trouble of S3; everything else as it is. */
export function s3Refusal(what: string, error: unknown): unknown {
  if (error instanceof CodedError || !isS3Trouble(error)) return error
  log().error({ err: error, what }, 'the store of files did not do what was asked')
  return filesUnavailable()
}
