import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { signStripePayload } from '@/platform/stripe'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge, webhookSecret } from '../../../tests/setup/edge'

let database: Database
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  edge = await startTestEdge(database)
})
afterAll(() => edge.stop())
beforeEach(() => emptyDatabase(database))

function send(event: object): Promise<Response> {
  const body = JSON.stringify(event)
  return fetch(`${edge.url}/api/v1/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'stripe-signature': signStripePayload(body, webhookSecret),
    },
    body,
  })
}

const completed = (id: string) => ({
  id,
  type: 'checkout.session.completed',
  data: { object: { id: 'cs_1', metadata: { order: 'ord_1' } } },
})

describe('the provider’s webhooks [BUY-3]', () => {
  it('store an event under the provider’s id with what the worker needs to fetch it', async () => {
    expect((await send(completed('evt_a'))).status).toBe(200)
    expect(await collectionOf(database, inboxRow).findOne({ _id: 'stripe:evt_a' })).toMatchObject({
      provider: 'stripe',
      type: 'checkout.session.completed',
      objectId: 'cs_1',
      order: 'ord_1',
      via: 'webhook',
      state: 'due',
    })
  })

  it('the same event twenty times at once is one row, and each sender hears 200', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(completed('evt_b'))))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(await collectionOf(database, inboxRow).countDocuments()).toBe(1)
  })

  it.each(['t=,v1=', 't=1,v1=', ',', 't', '=', 't=1,v1=,v0=1'])(
    'refuse the broken signature %j like any other bad one',
    async (signature) => {
      const answer = await fetch(`${edge.url}/api/v1/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body: JSON.stringify(completed('evt_forged')),
      })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'signature_invalid' })
      expect(await collectionOf(database, inboxRow).countDocuments()).toBe(0)
    },
  )

  it('acknowledge what nobody handles, or what has no shape, and keep nothing of it', async () => {
    expect(
      (await send({ id: 'evt_c', type: 'customer.created', data: { object: { id: 'cus_1' } } })).status,
    ).toBe(200)
    expect((await send({ id: 'evt_d', type: 'charge.refunded' })).status).toBe(200)
    expect(await collectionOf(database, inboxRow).countDocuments()).toBe(0)
  })
})
