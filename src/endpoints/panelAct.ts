import type { Endpoint as PayloadEndpoint, PayloadRequest } from 'payload'
import type { z } from 'zod'
import { hasStaffRole, isActive, type Person } from '@/domain/accounts/rights'
import type { Actor } from '@/platform/actor'
import { CodedError } from '@/platform/errors'
import { log } from '@/platform/logs'
import { responseOf } from './fetchAdapter'
import { type EndpointRequest, jsonResponse, parseInput, problem } from './http'
import { payloadEndpointRequest } from './payloadMount'

export interface PanelCall<Input> {
  req: PayloadRequest
  request: EndpointRequest
  person: Person
  actor: Actor
  /** The document in the path. */
  id: string
  input: Input
}

/**
 * A button of the panel: who presses it is signed in (Payload's cookie with its origin check), the body is parsed, the
 * act checks the role itself, and refusals come back as problem documents.
 */
export function panelAct<Input>({
  path,
  method = 'post',
  body,
  run,
}: {
  path: string
  method?: 'get' | 'post'
  body: z.ZodType<Input>
  run: (call: PanelCall<Input>) => Promise<object>
}): PayloadEndpoint {
  return {
    path,
    method,
    handler: async (req) => {
      const request = payloadEndpointRequest(req)
      try {
        const person = req.user
        if (!isActive(person))
          throw new CodedError({ status: 401, code: 'signed_out', detail: 'Sign in again to do this.' })
        const given = method === 'get' ? Object.fromEntries(request.query) : await request.body()
        const result = await run({
          req,
          request,
          person,
          actor: {
            kind: hasStaffRole(person) ? 'staff' : 'seller-member',
            id: person.id,
            address: request.address,
            requestId: request.requestId,
          },
          id: request.params.id ?? '',
          input: parseInput(body, given),
        })
        return responseOf(jsonResponse(result), request.requestId)
      } catch (error) {
        if (!(error instanceof CodedError))
          log().error({ err: error, requestId: request.requestId, path }, 'fault')
        return responseOf(problem(error, request.requestId), request.requestId)
      }
    },
  }
}
