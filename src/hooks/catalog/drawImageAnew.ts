import { randomBytes } from 'node:crypto'
import type { CollectionBeforeOperationHook } from 'payload'
import { cleanImage } from '@/platform/images'
import { orRefuse, refusal } from '../shared/refuse'

/**
 * What a file is, and where it lies. From a body, the framework would believe them: whoever names another's file as a size
 * of the own image takes that file away by deleting the image, and an address is fetched at the next crop.
 */
const fileFacts = ['url', 'thumbnailURL', 'filename', 'mimeType', 'filesize', 'width', 'height', 'sizes']

/**
 * Nothing that a stranger sent is stored as it came, nor fetched from where a stranger says. Stored images get a random
 * name: names are look-up keys in public addresses, and nobody's business.
 */
export const drawImageAnew: CollectionBeforeOperationHook = async ({ args, req, operation }) => {
  const { file } = req
  if ('data' in args && args.data) for (const fact of fileFacts) Reflect.deleteProperty(args.data, fact)
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
