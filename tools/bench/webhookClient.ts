// Sends provider events at a pace, signed as they go, as a process of its own. Told by one JSON argument; says how it went.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { signatureHeader } from '../simulator/webhooks/signature'
import { load } from './load'

const sendingSchema = z.object({
  port: z.number(),
  path: z.string(),
  secret: z.string(),
  /** One event a line, in the order in which they are sent. */
  file: z.string(),
  perSecond: z.number(),
  connections: z.number(),
})
export type Sending = z.infer<typeof sendingSchema>

const { port, file, secret, ...rest } = sendingSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const events = readFileSync(file, 'utf8').split('\n').filter(Boolean)
const signed = (body: string) =>
  `stripe-signature: ${signatureHeader(body, secret, Math.floor(Date.now() / 1_000))}\r\n`
const result = await load({
  ...rest,
  ports: [port],
  requests: events.length,
  body: (n) => events[n] ?? '',
  headers: signed,
  status: 200,
})
console.log(JSON.stringify(result))
