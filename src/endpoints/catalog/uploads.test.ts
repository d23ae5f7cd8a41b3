import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkUpload } from '@/domain/catalog/checkUpload'
import { fileRecord } from '@/domain/catalog/records'
import { createUploadToken } from '@/domain/catalog/uploads'
import { cleanUploads } from '@/jobs/catalog/cleanUploads'
import { collectionOf, type Database } from '@/platform/database'
import { type FileStorage, openFileStorage } from '@/platform/fileStorage'
import { outboxRow } from '@/platform/outbox'
import { unfinishedFolder } from '@/platform/uploads'
import { zipOf } from '../../../tests/setup/archives'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import { type S3Environment, s3ClientFor, startTestS3, type TestS3 } from '../../../tests/setup/s3'

let database: Database
let s3: TestS3
let bucket: S3Environment
let zip: Buffer

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  s3 = await startTestS3()
  bucket = await s3.bucket()
  zip = await zipOf(20_000_000)
})
afterAll(() => s3.stop())
beforeEach(() => emptyDatabase(database))

const tokenOf = (userId = 'usr_1', sellerId = 'sel_1') =>
  createUploadToken({ userId, sellerId, now: new Date() }).token
const headersFor = (token: string) => ({ 'tus-resumable': '1.0.0', authorization: `Bearer ${token}` })
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const create = (edge: TestEdge, { token = tokenOf(), name = 'widgets.zip', bytes = zip.length } = {}) =>
  fetch(`${edge.url}/uploads`, {
    method: 'POST',
    headers: {
      ...headersFor(token),
      'upload-length': String(bytes),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  })
const begin = async (edge: TestEdge, options = {}) =>
  (await create(edge, options)).headers.get('location') ?? ''
const ask = (edge: TestEdge, location: string, method: 'GET' | 'HEAD', token = tokenOf()) =>
  fetch(`${edge.url}${location}`, { method, headers: headersFor(token) })
const patchHeaders = (token: string, offset: number) => ({
  ...headersFor(token),
  'upload-offset': String(offset),
  'content-type': 'application/offset+octet-stream',
})
const patch = (edge: TestEdge, location: string, offset: number, body: Buffer, token = tokenOf()) =>
  fetch(`${edge.url}${location}`, {
    method: 'PATCH',
    headers: patchHeaders(token, offset),
    body: new Uint8Array(body),
  })
const fileOf = (location: string) =>
  collectionOf(database, fileRecord).findOne({ _id: location.split('/').at(-1) ?? '' })

/** Sends all but says more, and cuts the line; the server has what came before. */
function patchAndCut(edge: TestEdge, location: string, body: Buffer, sent: number): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(`${edge.url}${location}`, {
      method: 'PATCH',
      headers: { ...patchHeaders(tokenOf(), 0), 'content-length': body.length },
    })
    sending.on('error', () => resolve())
    sending.on('close', () => resolve())
    sending.write(body.subarray(0, sent), () => setTimeout(() => sending.destroy(), 300))
  })
}

describe.each(['disk', 'S3'] as const)('an upload to %s [CAT-4]', (kind) => {
  let edge: TestEdge
  let storage: FileStorage

  beforeAll(async () => {
    edge = await startTestEdge(database, kind === 'S3' ? { ...bucket } : {})
    storage = await openFileStorage(edge.env)
  })
  afterAll(async () => {
    storage.close()
    await edge.stop()
  })

  const check = (location: string) =>
    checkUpload({ database, storage, fileId: location.split('/').at(-1) ?? '' })
  /** What lies there that is no stored file. */
  const unfinished = async (): Promise<string[]> => {
    if (kind === 'disk') return readdir(unfinishedFolder(edge.env.FILES_DIR))
    const client = s3ClientFor(bucket)
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket.S3_BUCKET, Prefix: 'fil_' }),
    )
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket.S3_BUCKET }))
    return [...Contents, ...Uploads].map(({ Key = '' }) => Key)
  }
  const storedBytes = async (storageKey: string) => buffer(await storage.files.read(storageKey))

  it('by a tus client is looked into and becomes a stored file with the checksum of the whole', async () => {
    const before = await unfinished()
    const fileId = await new Promise<string | undefined>((resolve, reject) => {
      new Upload(zip, {
        endpoint: `${edge.url}/uploads`,
        headers: { authorization: `Bearer ${tokenOf()}` },
        metadata: { filename: 'widgets.zip' },
        chunkSize: 6_000_000,
        onError: reject,
        onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('X-Mintreu-File')),
      }).start()
    })
    const location = `/uploads/${fileId}`
    expect(await (await ask(edge, location, 'GET')).json()).toEqual({
      id: fileId,
      state: 'checking',
      refusal: null,
    })
    const orders = await collectionOf(database, outboxRow).find({ kind: 'check-upload' }).toArray()
    expect(orders.map(({ payload }) => payload)).toEqual([{ file: fileId }])
    await check(location)
    const file = await fileOf(location)
    expect(file).toMatchObject({
      state: 'stored',
      bytes: zip.length,
      sha256: sha256(zip),
      name: 'widgets.zip',
      seller: 'sel_1',
      createdBy: 'usr_1',
      contentType: 'application/zip',
    })
    expect((await storedBytes(file?.storageKey ?? '')).equals(zip)).toBe(true)
    expect(await (await ask(edge, location, 'GET')).json()).toMatchObject({ state: 'stored' })
    expect(await unfinished()).toEqual(before)
  })

  it('cut at 90 % goes on where it stopped, and its checksum is that of the whole', async () => {
    const location = await begin(edge)
    await patchAndCut(edge, location, zip, Math.floor(zip.length * 0.9))
    const head = await ask(edge, location, 'HEAD')
    const offset = Number(head.headers.get('upload-offset'))
    expect(offset).toBeGreaterThan(zip.length * 0.85)
    expect(await (await patch(edge, location, 5, zip.subarray(5))).json()).toMatchObject({ status: 409 })
    const last = await patch(edge, location, offset, zip.subarray(offset))
    expect(last.headers.get('x-mintreu-file')).toMatch(/^fil_/)
    await check(location)
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(zip) })
  })

  it('in pieces smaller than any part is whole in the end', async () => {
    const small = await zipOf(900_000)
    const location = await begin(edge, { bytes: small.length })
    for (let at = 0; at < small.length; at += 300_000)
      expect((await patch(edge, location, at, small.subarray(at, at + 300_000))).status).toBe(204)
    await check(location)
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(small) })
  })

  it('tells a client whose last answer was lost that all is there', async () => {
    const location = await begin(edge)
    await patch(edge, location, 0, zip)
    const head = await ask(edge, location, 'HEAD')
    expect(head.headers.get('upload-offset')).toBe(String(zip.length))
    expect(location).toContain(head.headers.get('x-mintreu-file'))
  })

  it('whose last byte came just before the process died is noted when the client asks again', async () => {
    const location = await begin(edge)
    await patch(edge, location, 0, zip)
    await collectionOf(database, fileRecord).deleteMany({})
    await collectionOf(database, outboxRow).deleteMany({})
    const head = await ask(edge, location, 'HEAD')
    expect(location).toContain(head.headers.get('x-mintreu-file'))
    expect(await collectionOf(database, outboxRow).countDocuments({ kind: 'check-upload' })).toBe(1)
    await check(location)
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(zip) })
  })

  it('stored by a worker that died before it noted so is noted by the next', async () => {
    const small = await zipOf(1_000)
    const location = await begin(edge, { bytes: small.length })
    await patch(edge, location, 0, small)
    await check(location)
    await collectionOf(database, fileRecord).updateMany({}, { $set: { state: 'checking', sha256: '' } })
    await check(location)
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(small) })
  })

  it('looked into twice is stored once', async () => {
    const small = await zipOf(1_000)
    const location = await begin(edge, { bytes: small.length })
    await patch(edge, location, 0, small)
    // The outbox leases its rows; a lease that ran out is what lets two run at once. The slower may fail, and is repeated.
    await Promise.allSettled([check(location), check(location)])
    await check(location)
    const file = await fileOf(location)
    expect(file).toMatchObject({ state: 'stored', sha256: sha256(small) })
    expect(await storage.files.size(file?.storageKey ?? '')).toBe(small.length)
  })

  it('belongs to the person and the seller who began it', async () => {
    const location = await begin(edge)
    expect((await patch(edge, location, 0, zip, tokenOf('usr_2'))).status).toBe(404)
    expect((await patch(edge, location, 0, zip, tokenOf('usr_1', 'sel_2'))).status).toBe(404)
    await patch(edge, location, 0, zip)
    expect((await ask(edge, location, 'GET', tokenOf('usr_2'))).status).toBe(404)
    expect((await ask(edge, location, 'GET', tokenOf('usr_1', 'sel_2'))).status).toBe(404)
  })

  it.each([
    ['a script with the name of an archive', Buffer.from('#!/bin/sh'), 'not_an_archive'],
    ['half a zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(2_000)]), 'archive_unreadable'],
  ])('of %s is refused with a reason, and its bytes are gone', async (_, bytes, code) => {
    const before = await unfinished()
    const location = await begin(edge, { bytes: bytes.length })
    await patch(edge, location, 0, bytes)
    await check(location)
    const file = await fileOf(location)
    expect(file).toMatchObject({ state: 'refused', sha256: '', refusal: { code } })
    expect(await (await ask(edge, location, 'GET')).json()).toMatchObject({
      state: 'refused',
      refusal: { code },
    })
    expect(await storage.files.size(file?.storageKey ?? '')).toBeNull()
    expect(await unfinished()).toEqual(before)
  })

  it('sends no more than it said', async () => {
    const location = await begin(edge, { bytes: 10 })
    expect((await patch(edge, location, 0, zip.subarray(0, 500))).status).toBe(413)
  })

  it('of more than may come out of an archive is refused before a byte is sent', async () => {
    const answer = await create(edge, { bytes: 501 * 1_048_576 })
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'too_large' }])
  })

  it('has one writer at a time, also on another edge: the newer request goes on, the older gives way', async () => {
    const other = await startTestEdge(database, {
      ...(kind === 'S3' ? bucket : {}),
      FILES_DIR: edge.env.FILES_DIR,
    })
    const location = await begin(edge)
    const hanging = request(`${edge.url}${location}`, {
      method: 'PATCH',
      headers: { ...patchHeaders(tokenOf(), 0), 'content-length': zip.length },
    })
    hanging.on('error', () => undefined)
    hanging.write(zip.subarray(0, 9_000_000))
    await pause(500)
    const offset = Number((await ask(other, location, 'HEAD')).headers.get('upload-offset'))
    expect(offset).toBeGreaterThan(8_000_000)
    expect((await patch(other, location, offset, zip.subarray(offset))).status).toBe(204)
    hanging.destroy()
    await check(location)
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(zip) })
    await other.stop()
  })

  it('that nobody went on with goes after a day with all its parts, no earlier; one that waits to be looked into stays', async () => {
    const left = await begin(edge)
    await patch(edge, left, 0, zip.subarray(0, 9_000_000))
    const waiting = await begin(edge)
    await patch(edge, waiting, 0, zip)
    await cleanUploads(database, storage)
    expect((await ask(edge, left, 'HEAD')).headers.get('upload-offset')).toBe('9000000')
    await cleanUploads(database, storage, Date.now() + 90_000_000)
    expect((await ask(edge, left, 'HEAD')).status).toBe(404)
    const id = waiting.split('/').at(-1) ?? ''
    expect((await unfinished()).every((name) => name.startsWith(id))).toBe(true)
    await check(waiting)
    expect(await fileOf(waiting)).toMatchObject({ state: 'stored', sha256: sha256(zip) })
    expect(await unfinished()).toEqual([])
  })
})

describe('an upload to S3', () => {
  let edge: TestEdge
  let storage: FileStorage

  beforeAll(async () => {
    edge = await startTestEdge(database, { ...bucket })
    storage = await openFileStorage(edge.env)
  })
  afterAll(async () => {
    storage.close()
    await edge.stop()
  })

  it('is refused with 503 while S3 is away, loses nothing, and goes on when it is back [CAT-4]', async () => {
    const location = await begin(edge)
    await patch(edge, location, 0, zip.subarray(0, 9_000_000))
    await s3.cut()
    const away = await patch(edge, location, 9_000_000, zip.subarray(9_000_000))
    expect([away.status, await away.json()]).toMatchObject([503, { code: 'files_unavailable' }])
    expect(away.headers.get('retry-after')).toBe('10')
    expect((await ask(edge, location, 'HEAD')).status).toBe(503)
    expect((await create(edge)).status).toBe(503)
    await s3.mend()
    const offset = Number((await ask(edge, location, 'HEAD')).headers.get('upload-offset'))
    expect(offset).toBeGreaterThanOrEqual(8_388_608)
    expect((await patch(edge, location, offset, zip.subarray(offset))).status).toBe(204)
    const fileId = location.split('/').at(-1) ?? ''
    await s3.cut()
    await expect(checkUpload({ database, storage, fileId })).rejects.toMatchObject({ status: 503 })
    expect(await fileOf(location)).toMatchObject({ state: 'checking' })
    await s3.mend()
    await checkUpload({ database, storage, fileId })
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(zip) })
  })

  it('of which all parts are there is completed also when the process died before it could', async () => {
    const small = await zipOf(1_000)
    const location = await begin(edge, { bytes: small.length })
    const id = location.split('/').at(-1) ?? ''
    const client = s3ClientFor(bucket)
    const info = await client.send(new GetObjectCommand({ Bucket: bucket.S3_BUCKET, Key: `${id}.info` }))
    await client.send(
      new UploadPartCommand({
        ...{ Bucket: bucket.S3_BUCKET, Key: id, UploadId: info.Metadata?.['upload-id'] },
        ...{ PartNumber: 1, Body: small },
      }),
    )
    expect((await ask(edge, location, 'HEAD')).headers.get('x-mintreu-file')).toBe(id)
    await checkUpload({ database, storage, fileId: id })
    expect(await fileOf(location)).toMatchObject({ state: 'stored', sha256: sha256(small) })
  })
})
