import type { RequestShape } from '@/domain/licensing/requestShape'
import type { LicensingServices } from '@/domain/licensing/services'
import { type Caller, validateLicense } from '@/domain/licensing/validateLicense'
import { CodedError } from '@/platform/errors'
import { log } from '@/platform/logs'
import { now } from '@/platform/time'
import { type EndpointResponse, problem } from '../http'
import type { Asker, LicenseGate, Limited } from './licenseGate'
import { validateBody } from './validate'
import { noteOutcome } from './withLicenseLimits'

type Origin = Asker & Caller

/** How a plain validation ended. */
export type PlainOutcome =
  /** The verdict as JSON. */
  | { kind: 'verdict'; text: string }
  | { kind: 'limited'; limited: Limited }
  /** As `problem` makes it. */
  | { kind: 'problem'; problem: EndpointResponse }

/**
 * `validateEndpoint` within `withKeyLimits` for the plain case, a key in a body that is good, without what is asked of
 * requests in general: half of the cost of a check that finds nothing in memory. Held equal to them by validateWays.test.ts.
 * @returns undefined for a body that is not good: the endpoint says what is wrong with it. Nothing was counted then.
 */
export function validatePlain(
  { services, gate }: { services: LicensingServices; gate: LicenseGate },
  body: unknown,
  shape: RequestShape,
  origin: Origin,
): Promise<PlainOutcome> | undefined {
  const parsed = validateBody.safeParse(body)
  if (!parsed.success || !('key' in parsed.data.credential)) return undefined
  const { credential, ...asked } = parsed.data
  return judgePlain()

  async function judgePlain(): Promise<PlainOutcome> {
    const begun = performance.now()
    const key = { text: shape.key, product: asked.product }
    const limited = gate.refusesKey(key, origin)
    if (limited) return { kind: 'limited', limited }
    try {
      const request = { ...asked, credential }
      const told = await validateLicense({ services, request, shape, caller: origin, now: now() })
      await noteOutcome(gate, { key, code: told.code, status: 200, asker: origin, begun })
      return { kind: 'verdict', text: JSON.stringify(told) }
    } catch (error) {
      if (!(error instanceof CodedError)) log().error({ err: error, requestId: origin.requestId }, 'fault')
      return { kind: 'problem', problem: problem(error, origin.requestId) }
    }
  }
}
