import type { CollectionConfig, Endpoint, GlobalConfig, SanitizedConfig } from 'payload'
import { closedAuthRoutes } from './accounts/closedAuthRoutes'
import { personEndpoints } from './accounts/personActs'
import { sellerActs } from './accounts/sellerActs'
import { settingsActs } from './accounts/settingsActs'
import { affiliateActs } from './affiliates/affiliateActs'
import { productActs } from './catalog/productActs'
import { releaseActs } from './catalog/releaseActs'
import { uploadTokens } from './catalog/uploadTokens'
import { licenseActs } from './licensing/licenseActs'
import { requestActs } from './licensing/transferActs'
import { notThere } from './notThere'
import { booksActs } from './orders/booksActs'
import { refundActs } from './orders/refundActs'
import { jobActs } from './platform/jobActs'

/** What the panel's buttons call, by the collection whose path they lie under. */
const panelEndpoints: Readonly<Record<string, Endpoint[]>> = {
  users: [...closedAuthRoutes, ...personEndpoints],
  sellers: sellerActs,
  products: productActs,
  releases: releaseActs,
  files: uploadTokens,
  orders: refundActs,
  licenses: licenseActs,
  affiliates: affiliateActs,
  'license-requests': requestActs,
  'oracle-runs': booksActs,
  'job-states': jobActs,
}

/** The same for globals. */
const globalEndpoints: Readonly<Record<string, Endpoint[]>> = { settings: settingsActs }

/** Collections are configuration only; here they get their endpoints. */
export const withPanelEndpoints = (collections: readonly CollectionConfig[]): CollectionConfig[] =>
  collections.map((collection) => {
    const endpoints = panelEndpoints[collection.slug]
    return endpoints ? { ...collection, endpoints } : collection
  })

export const withGlobalEndpoints = (globals: readonly GlobalConfig[]): GlobalConfig[] =>
  globals.map((global) => {
    const endpoints = globalEndpoints[global.slug]
    return endpoints ? { ...global, endpoints } : global
  })

/** Payload answers for versions also where a collection keeps none, with a fault: those paths are not there. */
export function closeVersionRoutes(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (collection.versions || !collection.endpoints) continue
    collection.endpoints.unshift(notThere('get', '/versions'), notThere('get', '/versions/:id'))
    collection.endpoints.unshift(notThere('post', '/versions/:id'))
  }
  return config
}
