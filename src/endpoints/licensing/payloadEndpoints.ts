import type { MongoClient } from 'mongodb'
import { createLicensingServices, type LicensingServices } from '@/domain/licensing/services'
import type { EndpointContext } from '../http'
import { mount } from '../payloadMount'
import { activateEndpoint } from './activate'
import { deactivateEndpoint } from './deactivate'
import { validateEndpoint } from './validate'

/** One set per connection: what waits in the log of attempts is written each second. */
const services = new WeakMap<MongoClient, LicensingServices>()

function servicesOf({ database, publicUrl }: EndpointContext): LicensingServices {
  const known = services.get(database.client)
  if (known) return known
  const made = createLicensingServices({ database, publicUrl })
  services.set(database.client, made)
  return made
}

/** The license checks as endpoints of Payload's, straight from the database; edge answers the same ones in public (ARC-1). */
export const licenseEndpoints = Object.entries({
  validate: validateEndpoint,
  activate: activateEndpoint,
  deactivate: deactivateEndpoint,
}).flatMap(([name, endpointOf]) =>
  mount(['post', 'options'], `/v1/license/${name}`, (request, context) =>
    endpointOf(servicesOf(context))(request, context),
  ),
)
