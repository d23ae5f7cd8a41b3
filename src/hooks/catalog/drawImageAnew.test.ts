import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Payload } from 'payload'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Media } from '@/collections/catalog/Media'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'

let payload: Payload
const made: string[] = []

beforeAll(async () => {
  await emptyDatabase(await testDatabase())
  payload = await testPayload()
})
afterAll(async () => {
  // With them go their files.
  for (const id of made) await payload.delete({ collection: 'media', id })
})

const create = (file: { data: Buffer; mimetype: string; name: string }) =>
  payload.create({ collection: 'media', data: { alt: 'A test' }, file: { ...file, size: file.data.length } })

const folder = typeof Media.upload === 'object' ? (Media.upload.staticDir ?? '') : ''

describe('an image of a listing [CAT-1]', () => {
  it('is stored drawn anew, under a random name, without what its camera wrote', async () => {
    const data = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#345' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'secret-name' } })
      .toBuffer()
    const image = await create({
      data: Buffer.concat([data, Buffer.from('<?php')]),
      mimetype: 'image/jpeg',
      name: 'me at home.jpg',
    })
    made.push(image.id)
    expect(image.filename).toMatch(/^[0-9a-f]{24}\.jpg$/)
    expect(image).toMatchObject({ mimeType: 'image/jpeg', width: 900, height: 600 })
    for (const name of [image.filename, image.sizes?.card?.filename]) {
      const stored = await readFile(path.join(folder, name ?? ''))
      expect(stored.includes('secret-name')).toBe(false)
      expect(stored.includes('<?php')).toBe(false)
      expect((await sharp(stored).metadata()).exif).toBeUndefined()
    }
  })

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'image_type'],
    ['a page that says PNG', Buffer.from('<!doctype html>'), 'image/png', 'image_type'],
  ])('that is %s is refused with its reason, and nothing is stored', async (_, data, mimetype, code) => {
    const before = await payload.count({ collection: 'media' })
    await expect(create({ data, mimetype, name: 'x.png' })).rejects.toMatchObject({
      status: 422,
      data: { code },
    })
    expect(await payload.count({ collection: 'media' })).toEqual(before)
  })

  it('is never fetched from an address that the sender names', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end('x')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const named = { alt: 'A test', filename: 'inside.png', url: `http://127.0.0.1:${port}/inside.png` }
    for (const overrideAccess of [true, false])
      await expect(
        payload.create({
          collection: 'media',
          data: named,
          overrideAccess,
          user: { collection: 'users', id: 'usr_x', roles: ['admin'], memberships: [] },
        }),
      ).rejects.toMatchObject({ data: { code: 'image_missing' } })
    expect(asked).toBe(0)
    server.close()
  })
})
