import { Readable } from 'node:stream'
import { FileStore as TusFileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import { fileRecord } from '@/domain/catalog/records'
import {
  archiveKindOf,
  maxUploadBytes,
  readUploadToken,
  storeUpload,
  type Uploader,
  unfinishedFolder,
} from '@/domain/catalog/uploads'
import { collectionOf, type Database } from '@/platform/database'
import { CodedError, notFound } from '@/platform/errors'
import type { FileStore } from '@/platform/files'
import { isId, newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import { now } from '@/platform/time'
import { sendAnswer } from '../edge/nodeAdapter'
import type { Scope } from '../edge/scope'
import { type EndpointResponse, problem } from '../http'

interface UploadParts {
  database: Database
  files: FileStore
  filesDir: string
  publicUrl: string
}

/** Named in the answer that finishes an upload, and in every HEAD after it. */
const fileHeader = 'X-Mintreu-File'

/**
 * Resumable uploads at `/uploads` (tus 1.0): streamed to disk, past everybody's memory. Each request carries an upload
 * token; an upload belongs to the person and seller whose token began it.
 */
export function createUploads({ database, files, filesDir, publicUrl }: UploadParts) {
  const store = new TusFileStore({ directory: unfinishedFolder(filesDir) })
  const tus = new Server({
    path: '/uploads',
    datastore: store,
    maxSize: maxUploadBytes,
    relativeLocation: true,
    allowedOrigins: [publicUrl],
    exposedHeaders: [fileHeader],
    namingFunction: () => newId('fil'),
    async onUploadCreate(request, upload) {
      const uploader = uploaderOf(request.headers)
      const name = upload.metadata?.filename ?? ''
      refuseAsTus(() => archiveKindOf(name))
      return { metadata: { filename: name, usr: uploader.userId, sel: uploader.sellerId } }
    },
    async onUploadFinish(request, upload) {
      const uploader = uploaderOf(request.headers)
      const localPath = upload.storage?.path
      if (!localPath) throw new Error('a finished upload lies nowhere')
      const name = upload.metadata?.filename ?? ''
      try {
        await storeUpload({ database, files, fileId: upload.id, name, localPath, ...uploader, now: now() })
      } catch (error) {
        throw asTusError(error)
      } finally {
        await store.configstore.delete(upload.id)
      }
      return { headers: { [fileHeader]: upload.id } }
    },
    onResponseError: (_, error) => {
      if (error instanceof Error) log().error({ err: error }, 'an upload failed')
      return undefined
    },
  })

  /** Whoever holds a token may go on with their own uploads only. */
  async function assertOwn(fileId: string, uploader: Uploader): Promise<void> {
    if (!isId('fil', fileId)) throw notFound('upload')
    const found = await store.configstore.get(fileId)
    if (found?.metadata?.usr !== uploader.userId || found.metadata.sel !== uploader.sellerId)
      throw notFound('upload')
  }

  async function answer(scope: Scope): Promise<EndpointResponse> {
    const { request, method } = scope
    if (request.headers.origin !== undefined && request.headers.origin !== publicUrl)
      throw new CodedError({
        status: 403,
        code: 'origin_refused',
        detail: 'Uploads are taken from our own pages only.',
      })
    const fileId = scope.path.slice('/uploads/'.length)
    if (method !== 'OPTIONS') {
      const uploader = uploaderOf(new Headers({ authorization: request.headers.authorization ?? '' }))
      if (method === 'HEAD') {
        const finished = await finishedUpload(database, fileId, uploader)
        if (finished) return finished
      }
      if (method !== 'POST') await assertOwn(fileId, uploader)
      else if (fileId !== '') throw notFound('upload')
    }
    return fromTus(await tus.handleWeb(webRequestOf(scope, publicUrl)), scope)
  }

  return async (scope: Scope): Promise<void> => sendAnswer(scope, await answer(scope))
}

/** @throws CodedError 401 `upload_token_missing`, 403 for a wrong one. */
function uploaderOf(headers: Headers): Uploader {
  const token = /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (!token)
    throw new CodedError({
      status: 401,
      code: 'upload_token_missing',
      detail: 'Send the upload token as Authorization: Bearer.',
    })
  return readUploadToken(token)
}

/** The last answer of an upload may be lost: a client that asks again hears that all is there, and under which id. */
async function finishedUpload(
  database: Database,
  fileId: string,
  { userId, sellerId }: Uploader,
): Promise<EndpointResponse | null> {
  const file = await collectionOf(database, fileRecord).findOne({
    _id: fileId,
    createdBy: userId,
    seller: sellerId,
  })
  return (
    file && {
      status: 200,
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': String(file.bytes),
        'upload-length': String(file.bytes),
        'cache-control': 'no-store',
        [fileHeader.toLowerCase()]: file._id,
      },
      body: null,
    }
  )
}

function webRequestOf({ request, method, path }: Scope, publicUrl: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value)
  const hasBody = method === 'PATCH' || method === 'POST'
  return new Request(`${publicUrl}${path}`, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}),
  })
}

/** Refusals of the protocol as problem documents; everything else as it is. */
async function fromTus(answer: Response, { requestId }: Scope): Promise<EndpointResponse> {
  const headers = Object.fromEntries(answer.headers)
  const text = await answer.text()
  if (answer.status < 400) return { status: answer.status, headers, body: text === '' ? null : text }
  const refusal = problem(problemOf(answer.status, text.trim()), requestId)
  delete headers['content-length']
  return { ...refusal, status: answer.status, headers: { ...headers, ...refusal.headers } }
}

function problemOf(status: number, text: string): Error {
  const carried = carriedProblem.exec(text)
  if (carried)
    return new CodedError({ status: 422, code: carried[1] ?? 'not_an_archive', detail: carried[2] ?? text })
  if (status >= 500) return new Error(text)
  const known = status === 413 ? ('too_large' as const) : ('upload_refused' as const)
  return new CodedError({
    status: status === 413 || status === 404 || status === 409 || status === 403 ? status : 400,
    code: known,
    detail: text === '' ? 'The upload was refused.' : text,
  })
}

/** How a refusal of ours passes through the tus server: as a body that we read again. */
const carriedProblem = /^mintreu:([a-z_]+):([\s\S]*)$/

function asTusError(error: unknown): unknown {
  if (!(error instanceof CodedError)) return error
  return { status_code: error.status, body: `mintreu:${error.code}:${error.message}` }
}

function refuseAsTus(check: () => unknown): void {
  try {
    check()
  } catch (error) {
    throw asTusError(error)
  }
}
