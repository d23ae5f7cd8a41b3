import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { landingPage } from './landingPage'

describe('[AFF-2] where a referral link leads', () => {
  it.each([
    '/',
    '/p/acme/kit',
    '/p/acme/kit?ref=1&utm_source=a',
    '/c/billing/invoices',
    '/s/acme',
    '/search?q=invoice',
    '/p/acme/kit#packages',
  ])('%s is a page of ours', (page) => {
    expect(landingPage(page)).toBe(page)
  })

  it.each([
    '',
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '/%5celsewhere.example',
    '/%2f%2felsewhere.example',
    '/..//elsewhere.example',
    '/p/..//elsewhere.example',
    '/./\\elsewhere.example',
    'javascript:alert(1)',
    'p/acme/kit',
    '/r/another?to=/p/acme/kit',
    '/R/another',
    '/api/v1/releases',
    '/admin',
    '/sign-out',
    '/downloads/x',
    '/order/x',
    `/${'a'.repeat(400)}`,
  ])('%j is none', (wanted) => {
    expect(landingPage(wanted)).toBeNull()
  })

  it('is always on the origin that the visitor is on', () => {
    const wanted = fc.oneof(
      fc.webPath(),
      fc.string().map((text) => `/${text}`),
      fc.string({ unit: fc.constantFrom('/', '\\', '.', '%', '2', 'f', '@', ':', '?', 'a', '\t') }),
      fc.webUrl(),
    )
    fc.assert(
      fc.property(wanted, (text) => {
        const page = landingPage(text)
        if (page === null) return
        expect(new URL(page, 'https://shop.example').origin).toBe('https://shop.example')
        expect(page.startsWith('/')).toBe(true)
        expect(page.startsWith('//')).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
})
