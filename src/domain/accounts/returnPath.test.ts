import { describe, expect, it } from 'vitest'
import { landingPath, safeReturnPath } from './returnPath'

describe('where to go after signing in [ID-1]', () => {
  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    'javascript:alert(1)',
    ' /account',
    'account',
    '',
    '/a b',
    '/./../..//evil.example',
    '/a/..//evil.example',
    '/.//evil.example',
    '/sign-in?next=/sign-in',
    '/sign-out',
    '/verify/abc',
    `/${'a'.repeat(600)}`,
  ])('refuses %j', (wanted) => {
    expect(safeReturnPath(wanted)).toBeNull()
  })

  it.each([undefined, null, 5, ['/account'], {}])('refuses %j, which is no text', (wanted) => {
    expect(safeReturnPath(wanted)).toBeNull()
  })

  it.each(['/account', '/account/orders/ord_1?x=1#lines', '/checkout', '/admin/collections/orders?limit=10'])(
    'takes %s',
    (wanted) => {
      expect(safeReturnPath(wanted)).toBe(wanted)
    },
  )

  it('sends staff and members of a seller to the panel, others to their account [ID-2]', () => {
    const person = { id: 'usr_1', roles: ['customer'] as const, memberships: [] }
    expect(landingPath(person, undefined)).toBe('/account')
    expect(landingPath({ ...person, roles: ['support'] }, undefined)).toBe('/admin')
    expect(landingPath({ ...person, memberships: [{ seller: 'sel_1', role: 'owner' }] }, '//evil')).toBe(
      '/admin',
    )
  })

  it('prefers where the person wanted to go', () => {
    expect(landingPath({ id: 'usr_1', roles: ['admin'] }, '/cart')).toBe('/cart')
  })
})
