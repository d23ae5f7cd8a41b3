import { randomBytes } from 'node:crypto'
import type { CollectionBeforeOperationHook } from 'payload'
import { cleanImage } from '@/platform/images'
import { orRefuse, refusal } from '../shared/refuse'

/**
 * Nothing that a stranger sent is stored as it came, nor fetched from where a stranger says. Stored images get a random
 * name: names are look-up keys in public addresses, and nobody's business.
 */
export const drawImageAnew: CollectionBeforeOperationHook = async ({ args, req, operation }) => {
  const { file } = req
  if (!file) {
    if (operation === 'create') throw refusal('image_missing', 'Choose an image to upload.', 422)
    return args
  }
  const { bytes, contentType, extension } = await orRefuse(() => cleanImage(file.data, file.mimetype))
  req.file = {
    data: bytes,
    mimetype: contentType,
    name: `${randomBytes(12).toString('hex')}.${extension}`,
    size: bytes.length,
  }
  return args
}
