import type { ApiRoute } from '../http/routes'
import { balanceRoutes } from './balance'
import { chargeRoutes } from './charges'
import { checkoutSessionRoutes } from './checkoutSessions'
import { customerRoutes } from './customers'
import { eventRoutes } from './events'
import { paymentIntentRoutes } from './paymentIntents'
import { refundRoutes } from './refunds'
import { webhookEndpointRoutes } from './webhookEndpoints'

/** Every route of the API that is simulated. A new resource adds its file here and its paths to openapi/kept.ts. */
export const apiRoutes: readonly ApiRoute[] = [
  ...balanceRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...refundRoutes,
  ...webhookEndpointRoutes,
]
