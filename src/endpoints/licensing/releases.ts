import semver from 'semver'
import { z } from 'zod'
import { listReleases } from '@/domain/catalog/listReleases'
import type { LicensingServices } from '@/domain/licensing/services'
import { notFound } from '@/platform/errors'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse, parseInput, withCors } from '../http'
import { authorizedLicense } from './licenseCredential'
import { productHandle } from './licenseFields'

const version = z
  .string()
  .max(64)
  .transform((text) => text.replace(/^v(?=\d)/i, ''))
  .refine((text) => semver.valid(text) !== null, 'is not a semantic version')

export const releasesQuery = z.object({
  product: productHandle.optional(),
  channel: z.enum(['stable', 'beta']).optional(),
  after: version.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: version.optional(),
})

/** `GET /api/v1/releases` with `Authorization: License <key>`: what there is, and what the license opens of it. */
export const releasesEndpoint = (services: LicensingServices): Endpoint =>
  withCors('GET', async (request, { database, publicUrl }) => {
    const at = now()
    const license = await authorizedLicense(request, services, at)
    const { product, channel, after, limit, cursor } = parseInput(
      releasesQuery,
      Object.fromEntries(request.query),
    )
    // Of another product: not there, or not yours.
    if (product && !license.handles.includes(product)) throw notFound('product')
    const answer = await listReleases(database, {
      license,
      channel: channel ?? null,
      after: after ?? null,
      limit,
      cursor: cursor ?? null,
      publicUrl,
      now: at,
    })
    return jsonResponse(answer)
  })
