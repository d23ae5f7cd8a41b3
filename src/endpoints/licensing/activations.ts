import { listPlaces } from '@/domain/licensing/places/listPlaces'
import type { LicensePlace } from '@/domain/licensing/records'
import type { LicensingServices } from '@/domain/licensing/services'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse, withCors } from '../http'
import { listQueryOf } from '../listQuery'
import { authorizedLicense } from './licenseCredential'

/** `GET /api/v1/license/activations` with `Authorization: License <key>`: where the license is in use (LIC-5). */
export const activationsEndpoint = (services: LicensingServices): Endpoint =>
  withCors('GET', async (request, { database }) => {
    const license = await authorizedLicense(request, services, now())
    const { limit, cursor } = listQueryOf(request.query)
    const { places, next } = await listPlaces({ database, license, limit, after: cursor })
    return jsonResponse({ data: places.map(shown), nextCursor: next })
  })

const shown = ({ firstSeenAt, lastSeenAt, seat, ...place }: LicensePlace) => ({
  ...place,
  takesSeat: seat,
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
})
