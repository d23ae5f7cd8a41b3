import type { Endpoint } from 'payload'

/** A path of Payload's that we do not offer. A collection's earlier endpoints come before Payload's. */
export const notThere = (method: Endpoint['method'], path: string): Endpoint => ({
  path,
  method,
  handler: () => Response.json({ errors: [{ message: 'Not found' }] }, { status: 404 }),
})
