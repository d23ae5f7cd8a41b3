/** First segments that are no pages to recommend: machines', the panel's, and what belongs to one person or one sale. */
export const notPages: ReadonlySet<string> = new Set([
  '_next',
  '.well-known',
  'account',
  'admin',
  'api',
  'cart',
  'checkout',
  'downloads',
  'forgot-password',
  'healthz',
  'internal',
  'mail',
  'media',
  'metrics',
  'order',
  'r',
  'readyz',
  'recover',
  'register',
  'reset-password',
  'sign-in',
  'sign-out',
  'uploads',
  'verify',
])

/**
 * Where a referral link leads: a page of ours that anybody may see. null for anything else, other origins in every disguise
 * included (`//host`, `/\host`, `/%5chost`, control characters, dot segments that climb into one).
 * @param wanted path with query, as in `/r/{code}?to=/p/acme/kit`.
 */
export function landingPage(wanted: string): string | null {
  if (wanted.length > 300 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return null
  if (/[\\<>"'`]|%5c|%0|%1|%2f|%2e/i.test(wanted)) return null
  const base = 'http://ours.invalid'
  if (!URL.canParse(wanted, base)) return null
  const url = new URL(wanted, base)
  if (url.origin !== base || url.pathname.includes('//')) return null
  const first = url.pathname.split('/')[1] ?? ''
  if (notPages.has(first.toLowerCase()) || first.includes('%')) return null
  return `${url.pathname}${url.search}${url.hash}`
}
