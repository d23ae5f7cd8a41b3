import type { Instrumentation } from 'next'

/** A fault in a page, an action or a handler of web: one line of the log, under the id that edge gave the request. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { log } = await import('@/platform/logs')
  const id = request.headers['x-request-id']
  // The route, not the path: links of ours carry tokens in the path.
  const { routePath, routeType } = context
  log('web').error({ err: error, requestId: Array.isArray(id) ? id[0] : id, routePath, routeType }, 'fault')
}
