import { mayOpenPanel, type Person } from './rights'

/**
 * A path of our own to go to after signing in, or null for anything else: other origins in every disguise
 * (`//host`, `/\host`, `/%5chost`, `javascript:`), control characters, and the pages that would lead round in a circle.
 */
export function safeReturnPath(wanted: unknown): string | null {
  if (typeof wanted !== 'string' || wanted.length > 500) return null
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || /[\\<>"'`]|%5c|%0|%1|%2f%2f/i.test(wanted)) return null
  const base = 'http://ours.invalid'
  const url = new URL(wanted, base)
  if (url.origin !== base || url.pathname.startsWith('//')) return null
  if (/^\/(sign-in|sign-out|register|verify|forgot-password|reset-password)(\/|$)/.test(url.pathname))
    return null
  return `${url.pathname}${url.search}${url.hash}`
}

/** Where somebody lands who wanted to go nowhere in particular: staff and sellers in the panel (ID-2). */
export const landingPath = (person: Person, wanted: unknown): string =>
  safeReturnPath(wanted) ?? (mayOpenPanel(person) ? '/admin' : '/account')
