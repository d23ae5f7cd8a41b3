import { handledEventTypes } from '@/domain/orders/providerEvents'

/**
 * Tells the payment simulator where our webhook listens and which events it wants; the same at every start.
 * With the real provider this is done once in its dashboard.
 */
export async function registerWebhook(env: NodeJS.ProcessEnv): Promise<void> {
  const response = await fetch(`${env.STRIPE_API_BASE}/_sim/webhook-endpoint`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      url: `http://127.0.0.1:${env.EDGE_PORT}/api/v1/webhooks/stripe`,
      secret: env.STRIPE_WEBHOOK_SECRET,
      enabledEvents: handledEventTypes,
    }),
  })
  if (!response.ok)
    throw new Error(
      `The payment simulator did not take our webhook: ${response.status} ${await response.text()}`,
    )
}
