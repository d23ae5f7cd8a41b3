/**
 * Payload's `cookiePrefix`: the session cookie is `<prefix>-token`. Over https it is bound to the host
 * (`__Host-`: Secure, path /, no domain); a newcomer's http://localhost cannot have that.
 */
export const cookiePrefixFor = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-mintreu' : 'payload'

/** Every name that the session cookie may have. */
export const sessionCookieNames = ['payload-token', '__Host-mintreu-token'] as const
