/**
 * Payload's `cookiePrefix`: the session cookie is `<prefix>-token`. Over https it is bound to the host
 * (`__Host-`: Secure, path /, no domain); a newcomer's http://localhost cannot have that.
 */
export const cookiePrefixFor = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-mintreu' : 'payload'

/** The cookie by which an account knows a browser again; it opens nothing. */
export const browserCookieFor = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-mintreu-browser' : 'mintreu_browser'

/**
 * How every cookie that speaks for a person is set: never read by a script, never sent by another site's form, over https
 * only where we are, for this host alone (no Domain).
 */
export const personalCookie = (publicUrl: string) =>
  ({ path: '/', sameSite: 'lax', secure: publicUrl.startsWith('https:'), httpOnly: true }) as const

/** Every name that the session cookie may have. */
export const sessionCookieNames = ['payload-token', '__Host-mintreu-token'] as const
