import { describe, expect, it } from 'vitest'
import { browserCookieFor, cookiePrefixFor, personalCookie, sessionCookieNames } from './sessionCookie'

describe('cookies that speak for a person [ID-1]', () => {
  it('over https belong to this host alone, are secure, and no script reads them', () => {
    const url = 'https://shop.example.com'
    expect(cookiePrefixFor(url)).toMatch(/^__Host-/)
    expect(browserCookieFor(url)).toMatch(/^__Host-/)
    // What `__Host-` asks for: Secure, the whole path, no Domain.
    expect(personalCookie(url)).toEqual({ path: '/', sameSite: 'lax', secure: true, httpOnly: true })
  })

  it('on a machine of one’s own do without https, and nothing else', () => {
    const url = 'http://localhost:3000'
    expect(personalCookie(url)).toEqual({ path: '/', sameSite: 'lax', secure: false, httpOnly: true })
  })

  it.each(['https://shop.example.com', 'http://localhost:3000'])(
    'edge knows the session of %s by name',
    (url) => {
      expect(sessionCookieNames).toContain(`${cookiePrefixFor(url)}-token`)
      expect(sessionCookieNames).not.toContain(browserCookieFor(url))
    },
  )
})
