const maxKeyLength = 128
const maxShapeLength = 600

/** A request as it lies on the wire, told apart from every other; its nonce aside, which is each time another. */
export interface RequestShape {
  key: string
  /** Equal only for requests that are equal in everything but the nonce. */
  shape: string
  nonce: string | null
}

/** Whether a version may be asked for. */
export const asksForVersion = ({ shape }: RequestShape): boolean => shape.includes('|v')

const names = ['key', 'product', 'domain', 'fingerprint', 'version', 'environment', 'nonce', 'features']
/** Blanks at the ends of a nonce, or letters beyond ASCII, are for the long way. */
const plainNonce = /^[!-~]{1,128}$/

/**
 * The shape of a parsed body; null for whatever is not the plain case: the long way says what is wrong with it. A shape
 * says nothing of whether the fields are good: it is only ever compared with shapes whose fields were.
 */
export function shapeOf(body: unknown): RequestShape | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  for (const name in body) if (!names.includes(name)) return null
  return shapeOfFields(body)
}

function shapeOfFields(body: {
  key?: unknown
  product?: unknown
  domain?: unknown
  fingerprint?: unknown
  version?: unknown
  environment?: unknown
  nonce?: unknown
  features?: unknown
}): RequestShape | null {
  const { key, nonce = null, features } = body
  if (typeof key !== 'string' || key.length > maxKeyLength) return null
  if (nonce !== null && !(typeof nonce === 'string' && plainNonce.test(nonce))) return null
  const product = part('p', body.product)
  const domain = part('d', body.domain)
  const fingerprint = part('f', body.fingerprint)
  const version = part('v', body.version)
  const environment = part('e', body.environment)
  if (product === null || domain === null || fingerprint === null) return null
  if (version === null || environment === null) return null
  const asked = features === undefined || features === null ? '' : JSON.stringify(features)
  const shape = `${product}${domain}${fingerprint}${version}${environment}${asked}`
  return shape.length > maxShapeLength ? null : { key, shape, nonce }
}

/** A field with its length, so that no two requests look the same; null for what is no short text. */
function part(mark: string, value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string' || value.length > 300) return null
  return `|${mark}${value.length}:${value}`
}
