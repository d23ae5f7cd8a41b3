import { createHash, randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { bootScript } from '@/platform/bootScript'
import { checkoutOrigin, panelPolicy, sitePolicy } from '@/platform/contentPolicy'
import { environment } from '@/platform/env'
import { equalText, keyring } from '@/platform/keyring'

/** Built files are the same for everybody and need no proof of where the question comes from. */
export const config = { matcher: '/((?!_next/static/).*)' }

const bootHash = `'sha256-${createHash('sha256').update(bootScript).digest('base64')}'`

/**
 * Web takes requests only from edge, and gives every page that edge does not share a policy with a nonce; Next finds the
 * nonce in the request's header and puts it on its scripts. Decides nothing else: who may see what is for the pages.
 */
export function proxy(request: NextRequest): NextResponse {
  // Asked of this process itself, with a token of its own.
  if (request.nextUrl.pathname === '/internal/metrics') return NextResponse.next()
  if (!cameThroughEdge(request.headers.get('x-mintreu-edge')))
    return new NextResponse('Not found', { status: 404 })
  const headers = new Headers(request.headers)
  headers.delete('x-mintreu-edge')
  // Shared pages get their policy from edge, by hash: no two visitors could have the same nonce.
  const isShared = headers.get('x-mintreu-page') === 'shared'
  if (isShared || request.nextUrl.pathname.startsWith('/api/'))
    return NextResponse.next({ request: { headers } })
  const policy = policyFor(request.nextUrl.pathname, randomBytes(16).toString('base64'))
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

function cameThroughEdge(given: string | null): boolean {
  if (!given) return false
  return keyring()
    .live('edge')
    .map(({ key }) => equalText(key.toString('base64url'), given))
    .includes(true)
}

function policyFor(pathname: string, nonce: string): string {
  const env = environment()
  const development = env.NODE_ENV === 'development'
  if (/^\/admin(\/|$)/.test(pathname)) return panelPolicy({ scripts: [`'nonce-${nonce}'`], development })
  return sitePolicy({
    scripts: [`'nonce-${nonce}'`, bootHash],
    formOrigin: checkoutOrigin(env),
    development,
  })
}
