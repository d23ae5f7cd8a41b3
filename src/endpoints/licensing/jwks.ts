import type { LicensingServices } from '@/domain/licensing/services'
import { type Endpoint, jsonResponse, withCors } from '../http'

/** `GET /.well-known/jwks.json`: the public keys of license proofs. A verifier may keep them for a minute. */
export const jwksEndpoint = ({ keys }: LicensingServices): Endpoint =>
  withCors('GET', async () =>
    jsonResponse(await keys.jwks(), { headers: { 'cache-control': 'public, max-age=60' } }),
  )
