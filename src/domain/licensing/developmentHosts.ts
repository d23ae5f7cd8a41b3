/**
 * Hosts on which people develop and preview: they never take a seat and no domain rule is asked of them (LIC-4).
 * Reserved names: RFC 2606 and RFC 6761; `.local` RFC 6762; `.internal` reserved by ICANN in 2024.
 */
const reservedEndings = ['localhost', 'test', 'example', 'invalid', 'local', 'internal', 'home.arpa']

/** Hosts that the usual local tools and preview platforms give out, by their ending. */
const previewEndings = [
  'app.github.dev',
  'csb.app',
  'ddev.site',
  'gitpod.io',
  'instawp.xyz',
  'lndo.site',
  'loca.lt',
  'netlify.app',
  'ngrok-free.app',
  'ngrok.app',
  'ngrok.io',
  'pages.dev',
  'sharedwithexpose.com',
  'stackblitz.io',
  'tastewp.com',
  'trycloudflare.com',
  'vercel.app',
  'webcontainer.io',
]

/** Whether a host in its normal form is one for development. A name without a dot is reachable from nowhere outside. */
export function isDevelopmentHost(host: string): boolean {
  if (!host.includes('.')) return true
  return (
    reservedEndings.some((ending) => host.endsWith(`.${ending}`)) ||
    previewEndings.some((ending) => host.endsWith(`.${ending}`))
  )
}
