import { Readable } from 'node:stream'
import { Server, type Upload } from '@tus/server'
import { archiveKindOf } from '@/domain/catalog/archives/inspectArchive'
import {
  findReceived,
  maxUploadBytes,
  readUploadToken,
  receiveUpload,
  type Uploader,
} from '@/domain/catalog/uploads'
import type { Database } from '@/platform/database'
import { CodedError, notFound } from '@/platform/errors'
import { isId, newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import type { UploadArea } from '@/platform/uploads'
import { sendAnswer } from '../edge/nodeAdapter'
import type { Scope } from '../edge/scope'
import { type EndpointResponse, jsonResponse, problem } from '../http'
import { carriedProblem, carryProblem } from './carriedProblem'
import { createUploadLocks } from './uploadLocks'

interface UploadParts {
  database: Database
  uploads: UploadArea
  publicUrl: string
}

/** Named in the answer that finishes an upload, and in every HEAD after it. */
const fileHeader = 'X-Mintreu-File'

/**
 * Resumable uploads at `/uploads` (tus 1.0): streamed to the store, past everybody's memory. Each request carries an
 * upload token; an upload belongs to the person and seller whose token began it. Whole, it is looked into by the worker;
 * `GET /uploads/{id}` tells what came of that.
 */
export function createUploads({ database, uploads, publicUrl }: UploadParts) {
  const tus = new Server({
    path: '/uploads',
    datastore: uploads.tus,
    locker: createUploadLocks(database, uploads),
    maxSize: maxUploadBytes,
    relativeLocation: true,
    allowedOrigins: [publicUrl],
    exposedHeaders: [fileHeader],
    namingFunction: () => newId('fil'),
    async onUploadCreate(request, upload) {
      const uploader = uploaderOf(request.headers)
      const name = upload.metadata?.filename ?? ''
      archiveKindOf(name)
      return { metadata: { filename: name, usr: uploader.userId, sel: uploader.sellerId } }
    },
    async onUploadFinish(request, upload) {
      await receive(upload, uploaderOf(request.headers))
      return { headers: { [fileHeader]: upload.id } }
    },
    onResponseError: (_, error) => {
      if (error instanceof CodedError) return carryProblem(error)
      if (error instanceof Error) log().error({ err: error }, 'an upload failed')
      return undefined
    },
  })

  const receive = (
    { id, size = 0, metadata }: Pick<Upload, 'id' | 'size' | 'metadata'>,
    uploader: Uploader,
  ) => receiveUpload({ database, fileId: id, name: metadata?.filename ?? '', bytes: size, ...uploader })

  /** What was begun with this person's token. @throws CodedError 404 for another's. */
  async function findOwn(fileId: string, uploader: Uploader) {
    const found = isId('fil', fileId) ? await uploads.find(fileId) : null
    if (found?.metadata.usr !== uploader.userId || found.metadata.sel !== uploader.sellerId)
      throw notFound('upload')
    return found
  }

  /**
   * What has become of an upload that is whole. The process may have died between the last byte and its note of it, and
   * the last answer may be lost: a client that asks again hears that all is there, and under which id.
   */
  async function findWhole(fileId: string, uploader: Uploader) {
    const received = await findReceived(database, fileId, uploader)
    if (received) return received
    const { bytes, offset, metadata } = await findOwn(fileId, uploader)
    if (offset < bytes) return null
    await receive({ id: fileId, size: bytes, metadata: { ...metadata } }, uploader)
    return findReceived(database, fileId, uploader)
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
    if (method === 'OPTIONS') return passOn(scope)
    const uploader = uploaderOf(new Headers({ authorization: request.headers.authorization ?? '' }))
    if (method === 'POST') {
      if (fileId !== '') throw notFound('upload')
      return passOn(scope)
    }
    if (method === 'GET' || method === 'HEAD') {
      const file = await findWhole(fileId, uploader)
      if (method === 'GET')
        return jsonResponse({ id: fileId, state: file?.state ?? 'uploading', refusal: file?.refusal ?? null })
      if (file) return wholeAnswer(file)
    } else await findOwn(fileId, uploader)
    return passOn(scope)
  }

  const passOn = async (scope: Scope) => fromTus(await tus.handleWeb(webRequestOf(scope, publicUrl)), scope)

  return async (scope: Scope): Promise<void> => sendAnswer(scope, await answer(scope))
}

const wholeAnswer = ({ _id, bytes }: { _id: string; bytes: number }): EndpointResponse => ({
  status: 200,
  headers: {
    'tus-resumable': '1.0.0',
    'upload-offset': String(bytes),
    'upload-length': String(bytes),
    'cache-control': 'no-store',
    [fileHeader.toLowerCase()]: _id,
  },
  body: null,
})

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
  const carried = carriedProblem(text)
  if (carried) return carried
  if (status >= 500) return new Error(text)
  const known = status === 413 ? ('too_large' as const) : ('upload_refused' as const)
  return new CodedError({
    status: status === 413 || status === 404 || status === 409 || status === 403 ? status : 400,
    code: known,
    detail: text === '' ? 'The upload was refused.' : text,
  })
}
