import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../server'

export interface TestSimulator {
  stripe: Stripe
  url: string
  dataDir: string
  /** What the simulator complained about; a schema break lands here. */
  complaints: string[]
  /** Calls the control API and answers its JSON; throws on an error. */
  control(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>
  /** Ends the process's part, as a stop would, and starts anew on the same folder. */
  restart(): Promise<void>
}

/** A simulator of its own for one test, and the real client that speaks to it. */
export async function testSimulator(options: Partial<SimulatorOptions> = {}): Promise<TestSimulator> {
  const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'))
  const complaints: string[] = []
  const start = () =>
    startSimulator({
      port: 0,
      dataDir,
      retryDelaysMs: [5, 10, 20],
      log: (line) => complaints.push(line),
      ...options,
    })
  let running: RunningSimulator = await start()
  onTestFinished(async () => {
    await running.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const test: TestSimulator = {
    stripe: clientFor(running.port),
    url: running.url,
    dataDir,
    complaints,
    control: async (method, path, body) => {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const answer = await fetch(`${test.url}${path}`, init)
      const json: unknown = await answer.json()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`)
      return json
    },
    restart: async () => {
      await running.stop()
      running = await start()
      test.url = running.url
      test.stripe = clientFor(running.port)
    },
  }
  return test
}

/** The pinned client with its host override; it does not retry unless a test wants it to. */
export function clientFor(port: number, maxNetworkRetries = 0): Stripe {
  return new Stripe('sk_test_simulator', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries,
    telemetry: false,
  })
}

/** Parameters of a plain session over two lines, 5,000 + 1,250 minor units. */
export function sessionParams(
  change: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  const line = (name: string, unit_amount: number, quantity: number) => ({
    quantity,
    price_data: { currency: 'usd', unit_amount, product_data: { name } },
  })
  return {
    mode: 'payment',
    customer_email: 'buyer@example.com',
    success_url: 'http://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://shop.example/cart',
    client_reference_id: 'ord_1',
    metadata: { order: 'ord_1' },
    payment_intent_data: { metadata: { order: 'ord_1' } },
    line_items: [line('Invoice kit', 2500, 2), line('Queue monitor', 1250, 1)],
    ...change,
  }
}

const paidSchema = z.object({
  outcome: z.enum(['paid', 'declined', 'authenticate']),
  paymentIntent: z.string(),
  session: z.string(),
  code: z.string().optional(),
  declineCode: z.string().nullish(),
})

/** Makes a session and tries to pay it with a card, without a browser. */
export async function buy(test: TestSimulator, card = '4242424242424242', change: object = {}) {
  const session = await test.stripe.checkout.sessions.create(sessionParams())
  const answer = await test.control('POST', `/_sim/checkout/${session.id}/pay`, { card, ...change })
  return paidSchema.parse(answer)
}

/** Types of all events so far, oldest first. */
export async function eventTypes(test: TestSimulator): Promise<string[]> {
  const events = await test.stripe.events.list({ limit: 100 })
  return events.data.map((event) => event.type).reverse()
}

export interface Receiver {
  endpoint: Stripe.WebhookEndpoint
  /** Verified types in the order of arrival; a bad signature throws inside the receiver and answers 400. */
  types: string[]
  ids: string[]
  /** Statuses to answer first, before everything is taken with 200. */
  answers: number[]
}

/** A registered endpoint that checks every signature with the client's own function. */
export async function receiver(
  test: TestSimulator,
  enabledEvents: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*'],
): Promise<Receiver> {
  const received: { types: string[]; ids: string[]; answers: number[] } = { types: [], ids: [], answers: [] }
  let secret = ''
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const event = test.stripe.webhooks.constructEvent(
      body,
      String(request.headers['stripe-signature']),
      secret,
    )
    const status = received.answers.shift() ?? 200
    if (status === 200) {
      received.types.push(event.type)
      received.ids.push(event.id)
    }
    response.writeHead(status)
    response.end()
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const endpoint = await test.stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${port}/hook`,
    enabled_events: enabledEvents,
  })
  secret = endpoint.secret ?? ''
  return { endpoint, ...received, types: received.types, ids: received.ids, answers: received.answers }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
