import type { Instrumentation } from 'next'

/** Web answers nobody before this is done: what is slow at first, the catalog read whole, is done before. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return
  const { warmCatalog } = await import('@/app/_catalog')
  await warmCatalog()
}

/** A fault in a page, an action or a handler of web: one line of the log, under the id that edge gave the request. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { log } = await import('@/platform/logs')
  const { isCodedError } = await import('@/platform/errors')
  const id = request.headers['x-request-id']
  // The route, not the path: links of ours carry tokens in the path.
  const { routePath, routeType } = context
  const requestId = Array.isArray(id) ? id[0] : id
  if (isCodedError(error) && error.status === 503)
    log('web').warn({ code: error.code, requestId, routePath, routeType }, 'refused')
  else log('web').error({ err: error, requestId, routePath, routeType }, 'fault')
}
