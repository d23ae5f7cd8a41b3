import type { Environment } from './env'

/**
 * Where buyers are sent to pay: the simulator's origin where there is one, else the provider's own. A form of ours that
 * ends there by a redirect needs it in `form-action`.
 */
export const checkoutOrigin = ({ STRIPE_API_BASE }: Pick<Environment, 'STRIPE_API_BASE'>): string =>
  STRIPE_API_BASE ? new URL(STRIPE_API_BASE).origin : 'https://checkout.stripe.com'

interface PolicyParts {
  /** What may run beside `'self'`: a nonce, hashes. */
  scripts: readonly string[]
  /** Where a form may end after its redirect. */
  formOrigin: string
  /** Hot reload evaluates code and holds a WebSocket. */
  development?: boolean
}

/** The Content-Security-Policy of the site's pages (notes/reliability-security.md §2, Headers): nothing from outside. */
export const sitePolicy = ({ scripts, formOrigin, development = false }: PolicyParts): string =>
  [
    "default-src 'self'",
    ["script-src 'self'", ...scripts, ...(development ? ["'unsafe-eval'"] : [])].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    `form-action 'self' ${formOrigin}`,
    "object-src 'none'",
  ].join('; ')

/** The panel's: its editors show what was just chosen (`blob:`) and may work in a thread of their own. */
export const panelPolicy = ({ scripts, development = false }: Omit<PolicyParts, 'formOrigin'>): string =>
  [
    "default-src 'self'",
    ["script-src 'self'", ...scripts, ...(development ? ["'unsafe-eval'"] : [])].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "frame-ancestors 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
