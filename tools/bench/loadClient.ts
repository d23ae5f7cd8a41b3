// Makes the load of one phase, as a process of its own: what it costs is nobody's figure. Told by one JSON argument.
import { z } from 'zod'
import { benchBody } from './benchLicenses'
import { load } from './load'
import { zipf } from './zipf'

const phaseSchema = z.object({
  ports: z.array(z.number()),
  path: z.string(),
  requests: z.number(),
  connections: z.number(),
  status: z.number(),
  perSecond: z.number().optional(),
  /** Which licenses are asked for: by a Zipf law over the first `size`, or each once from `from` on. */
  keys: z.union([
    z.object({ size: z.number(), exponent: z.number(), seed: z.number() }),
    z.object({ from: z.number() }),
  ]),
  nonce: z.boolean().default(false),
})
export type Phase = z.input<typeof phaseSchema>

const { keys, nonce, ...phase } = phaseSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const bodies = new Map<number, string>()
const known = (n: number): string => {
  const body = bodies.get(n) ?? benchBody(n)
  if (bodies.size < 50_000) bodies.set(n, body)
  return body
}
const pick = 'size' in keys ? zipf(keys.size, keys.exponent, keys.seed) : undefined
const license = (n: number): number => ('from' in keys ? keys.from + n : (pick?.() ?? 0))
const stamp = `${Date.now().toString(36)}${process.pid.toString(36)}`
const result = await load({
  ...phase,
  ports: phase.ports,
  ...(phase.perSecond === undefined ? {} : { perSecond: phase.perSecond }),
  body(n) {
    const body = 'from' in keys ? benchBody(license(n)) : known(license(n))
    return nonce ? `${body.slice(0, -1)},"nonce":"${stamp}-${n}"}` : body
  },
})
process.stdout.write(`${JSON.stringify(result)}\n`)
