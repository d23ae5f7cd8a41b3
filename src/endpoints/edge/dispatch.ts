import { CodedError, notFound } from '@/platform/errors'
import { log } from '@/platform/logs'
import { type EndpointContext, type EndpointResponse, problem } from '../http'
import { NodeEndpointRequest, sendAnswer } from './nodeAdapter'
import type { Router } from './routing'
import type { Scope } from './scope'
import { refusal } from './unavailablePage'

/** What is not edge's own goes here. */
export type Fallback = (scope: Scope) => Promise<void>

/**
 * One request: edge's own table first, then web. Whatever is thrown ends as a problem document; a fault of ours is
 * logged whole and told without detail.
 */
export async function dispatch(
  scope: Scope,
  router: Router,
  context: EndpointContext,
  fallback: Fallback,
): Promise<void> {
  try {
    if (!scope.path.startsWith('/')) throw new CodedError(malformedTarget)
    const match = router(scope.method, scope.path)
    if (match.kind === 'none') return await fallback(scope)
    scope.handledBy = match.kind === 'route' ? match.route.path : 'edge'
    if (match.kind === 'other-method') return await sendAnswer(scope, otherMethod(match.allowed, scope))
    if ('connection' in match.route) return await match.route.connection(scope)
    const request = new NodeEndpointRequest(scope, match.params, match.route.bodyLimit)
    await sendAnswer(scope, await match.route.endpoint(request, context))
  } catch (error) {
    if (!(error instanceof CodedError)) log().error({ err: error, requestId: scope.requestId }, 'fault')
    await answerProblem(scope, error)
  }
}

/** `GET http://elsewhere/` is for proxies, which edge is not. */
const malformedTarget = {
  status: 400,
  code: 'path_invalid',
  detail: 'The path cannot be read.',
} as const

/** Once an answer has begun there is only the connection left to cut. */
export async function answerProblem(scope: Scope, error: unknown): Promise<void> {
  if (scope.response.headersSent) {
    scope.response.destroy()
    return
  }
  await sendAnswer(scope, refusal(error, scope.request.headers, scope.requestId))
}

function otherMethod(allowed: readonly string[], scope: Scope): EndpointResponse {
  if (allowed.length === 0) return problem(notFound('address'), scope.requestId)
  const refusal = problem(
    new CodedError({
      status: 405,
      code: 'method_not_allowed',
      detail: `This address answers ${allowed.join(', ')} only.`,
    }),
    scope.requestId,
  )
  return { ...refusal, headers: { ...refusal.headers, allow: allowed.join(', ') } }
}
