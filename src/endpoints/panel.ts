import type { CollectionConfig, Endpoint } from 'payload'
import { closedAuthRoutes } from './accounts/closedAuthRoutes'
import { productActs } from './catalog/productActs'
import { releaseActs } from './catalog/releaseActs'
import { refundActs } from './orders/refundActs'

/** What the panel's buttons call, by the collection whose path they lie under. */
const panelEndpoints: Readonly<Record<string, Endpoint[]>> = {
  users: closedAuthRoutes,
  products: productActs,
  releases: releaseActs,
  orders: refundActs,
}

/** Collections are configuration only; here they get their endpoints. */
export const withPanelEndpoints = (collections: readonly CollectionConfig[]): CollectionConfig[] =>
  collections.map((collection) => {
    const endpoints = panelEndpoints[collection.slug]
    return endpoints ? { ...collection, endpoints } : collection
  })
