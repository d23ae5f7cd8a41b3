/**
 * Which part of the provider's OpenAPI description the simulator keeps.
 * A new resource starts here: name its paths, run `extract.ts` again, then write `resources/<name>.ts`.
 */
export const keptPaths: Record<string, readonly ('get' | 'post' | 'delete')[]> = {
  '/v1/balance': ['get'],
  '/v1/balance_transactions': ['get'],
  '/v1/balance_transactions/{id}': ['get'],
  '/v1/charges': ['get'],
  '/v1/charges/{charge}': ['get'],
  '/v1/checkout/sessions': ['get', 'post'],
  '/v1/checkout/sessions/{session}': ['get'],
  '/v1/checkout/sessions/{session}/expire': ['post'],
  '/v1/checkout/sessions/{session}/line_items': ['get'],
  '/v1/customers': ['get', 'post'],
  '/v1/customers/{customer}': ['get', 'post'],
  '/v1/events': ['get'],
  '/v1/events/{id}': ['get'],
  '/v1/payment_intents': ['get'],
  '/v1/payment_intents/{intent}': ['get'],
  '/v1/refunds': ['get', 'post'],
  '/v1/refunds/{refund}': ['get'],
  '/v1/webhook_endpoints': ['get', 'post'],
  '/v1/webhook_endpoints/{webhook_endpoint}': ['delete', 'get', 'post'],
}

/**
 * Resources that an expandable field may hold in an answer. Every other expandable field is narrowed to its id,
 * which keeps the description small and makes an unplanned expansion a schema error.
 */
export const keptExpansions: ReadonlySet<string> = new Set([
  'balance_transaction',
  'charge',
  'customer',
  'deleted_customer',
  'payment_intent',
  'refund',
])

/**
 * Schemas that are replaced by their id or by an open object, because what they reach (bank sources, setup intents,
 * connected accounts) is outside of what is simulated and would make the file ten times as large.
 */
export const cutSchemas: ReadonlySet<string> = new Set([
  'account',
  'api_errors',
  'payment_method',
  'payment_source',
  'quote',
  'setup_intent',
  'source',
  'subscription',
])

/** Schemas kept although no kept path answers with them: the objects inside of events. */
export const keptSchemas: readonly string[] = ['deleted_customer']
