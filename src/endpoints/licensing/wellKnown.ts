import { currentKeySet } from '@/domain/licensing/proof/keySet'
import { publishedRevocations } from '@/domain/licensing/proof/revocations'
import type { LicensingServices } from '@/domain/licensing/services'
import { notFound } from '@/platform/errors'
import { freshFor } from '@/platform/freshFor'
import { type Endpoint, type EndpointRequest, type EndpointResponse, withCors } from '../http'

/** `GET /.well-known/license-keys.jwt`: the signing keys under the root, whose public half the client libraries ship. */
export function keySetEndpoint({ database }: LicensingServices): Endpoint {
  const current = freshFor(30_000, () => currentKeySet(database))
  return withCors('GET', async (request) => {
    const set = await current()
    if (!set) throw notFound('key set: the root has certified none yet')
    return jwtResponse(request, set.jwt, { etag: `"${set.root.kid}-${set.seq}"`, maxAgeSeconds: 60 })
  })
}

/** `GET /.well-known/license-revocations.jwt`: which licenses are withdrawn or rest, at most some seconds old. */
export function revocationsEndpoint({ database, keys, publicUrl }: LicensingServices): Endpoint {
  const current = publishedRevocations(database, keys, publicUrl)
  return withCors('GET', async (request) => {
    const { jwt, etag } = await current()
    return jwtResponse(request, jwt, { etag, maxAgeSeconds: 2 })
  })
}

/** A JWT as a text of its own (RFC 7519, 10.3.1); whoever has it already is told so. */
function jwtResponse(
  request: EndpointRequest,
  jwt: string,
  { etag, maxAgeSeconds }: { etag: string; maxAgeSeconds: number },
): EndpointResponse {
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeSeconds}, must-revalidate` }
  const known = request.headers.get('if-none-match')?.split(',') ?? []
  if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag))
    return { status: 304, headers, body: null }
  return { status: 200, headers: { 'content-type': 'application/jwt', ...headers }, body: jwt }
}
