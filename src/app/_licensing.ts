import { createLicensingServices, type LicensingServices } from '@/domain/licensing/services'
import { environment } from '@/platform/env'
import { server } from './_server'

let services: LicensingServices | undefined

/** What license files of the pages are made with: one set for the web process. */
export async function licensing(): Promise<LicensingServices> {
  const { database } = await server()
  services ??= createLicensingServices({ database, publicUrl: environment().PUBLIC_URL })
  return services
}
