import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileRecord } from '@/domain/catalog/records'
import { createUploadToken, removeUnfinishedUploads, unfinishedFolder } from '@/domain/catalog/uploads'
import { collectionOf, type Database } from '@/platform/database'
import { diskFileStore } from '@/platform/files'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let database: Database
let edge: TestEdge
const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(3_000_000, 'z')])

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  edge = await startTestEdge(database)
})
afterAll(() => edge.stop())
beforeEach(() => emptyDatabase(database))

const tokenOf = (userId: string, sellerId = 'sel_1') =>
  createUploadToken({ userId, sellerId, now: new Date() }).token
const headersFor = (token: string) => ({ 'tus-resumable': '1.0.0', authorization: `Bearer ${token}` })
const metadata = (name: string) => `filename ${Buffer.from(name).toString('base64')}`
const unfinished = () => readdir(unfinishedFolder(edge.env.FILES_DIR))

const create = (token: string, name = 'widgets.zip', bytes = zip.length) =>
  fetch(`${edge.url}/uploads`, {
    method: 'POST',
    headers: { ...headersFor(token), 'upload-length': String(bytes), 'upload-metadata': metadata(name) },
  })
const patch = (location: string, token: string, offset: number, body: Buffer) =>
  fetch(`${edge.url}${location}`, {
    method: 'PATCH',
    headers: {
      ...headersFor(token),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(body),
  })

describe('an upload [CAT-4]', () => {
  it('by a tus client becomes a stored file whose id is in the answer', async () => {
    const fileId = await new Promise<string | undefined>((resolve, reject) => {
      new Upload(zip, {
        endpoint: `${edge.url}/uploads`,
        headers: { authorization: `Bearer ${tokenOf('usr_1')}` },
        metadata: { filename: 'widgets.zip' },
        chunkSize: 1_000_000,
        onError: reject,
        onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('X-Mintreu-File')),
      }).start()
    })
    const file = await collectionOf(database, fileRecord).findOne({ _id: fileId ?? '' })
    expect(file).toMatchObject({
      state: 'stored',
      bytes: zip.length,
      name: 'widgets.zip',
      seller: 'sel_1',
      createdBy: 'usr_1',
      contentType: 'application/zip',
    })
    expect(await diskFileStore(edge.env.FILES_DIR).size(file?.storageKey ?? '')).toBe(zip.length)
    expect(await unfinished()).toEqual([])
  })

  it('goes on after a break, where it stopped', async () => {
    const token = tokenOf('usr_1')
    const location = (await create(token)).headers.get('location') ?? ''
    expect((await patch(location, token, 0, zip.subarray(0, 1_000))).status).toBe(204)
    const head = await fetch(`${edge.url}${location}`, { method: 'HEAD', headers: headersFor(token) })
    expect(head.headers.get('upload-offset')).toBe('1000')
    expect(await (await patch(location, token, 5, zip.subarray(5))).json()).toMatchObject({ status: 409 })
    const last = await patch(location, token, 1_000, zip.subarray(1_000))
    expect(last.headers.get('x-mintreu-file')).toMatch(/^fil_/)
  })

  it('tells a client whose last answer was lost that all is there', async () => {
    const token = tokenOf('usr_1')
    const location = (await create(token)).headers.get('location') ?? ''
    await patch(location, token, 0, zip)
    const head = await fetch(`${edge.url}${location}`, { method: 'HEAD', headers: headersFor(token) })
    expect(head.headers.get('upload-offset')).toBe(String(zip.length))
    expect(location).toContain(head.headers.get('x-mintreu-file'))
  })

  it('belongs to the person and the seller who began it', async () => {
    const location = (await create(tokenOf('usr_1'))).headers.get('location') ?? ''
    expect((await patch(location, tokenOf('usr_2'), 0, zip)).status).toBe(404)
    expect((await patch(location, tokenOf('usr_1', 'sel_2'), 0, zip)).status).toBe(404)
    expect(await collectionOf(database, fileRecord).countDocuments()).toBe(0)
  })

  it('that is not what its name says is refused and gone', async () => {
    const token = tokenOf('usr_1')
    const fake = Buffer.from('#!/bin/sh')
    const before = (await unfinished()).length
    const location = (await create(token, 'widgets.zip', fake.length)).headers.get('location') ?? ''
    const answer = await patch(location, token, 0, fake)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'not_an_archive' })
    expect(await unfinished()).toHaveLength(before)
    expect(await collectionOf(database, fileRecord).countDocuments()).toBe(0)
  })

  it('sends no more than it said', async () => {
    const token = tokenOf('usr_1')
    const location = (await create(token, 'widgets.zip', 10)).headers.get('location') ?? ''
    expect((await patch(location, token, 0, zip.subarray(0, 500))).status).toBe(413)
  })
})

describe('uploads that nobody continued', () => {
  it('go after a day, and no earlier', async () => {
    const folder = unfinishedFolder(edge.env.FILES_DIR)
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(folder)) await utimes(path.join(folder, name), new Date(), new Date())
    await writeFile(path.join(folder, 'fil_old'), 'x')
    await writeFile(path.join(folder, 'fil_new'), 'x')
    const longAgo = new Date(Date.now() - 90_000_000)
    await utimes(path.join(folder, 'fil_old'), longAgo, longAgo)
    expect(await removeUnfinishedUploads(edge.env.FILES_DIR)).toBe(1)
    expect(await readdir(folder)).toContain('fil_new')
  })
})
