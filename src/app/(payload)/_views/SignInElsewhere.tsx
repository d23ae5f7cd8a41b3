import { redirect } from 'next/navigation'

/** People sign in at one place, the site's; the panel has no door of its own. Public, and shows nothing. */
export function SignInElsewhere({ searchParams }: { searchParams?: { redirect?: string | string[] } }) {
  const wanted = searchParams?.redirect
  const next = typeof wanted === 'string' && /^\/admin(?:[/?]|$)/.test(wanted) ? wanted : '/admin'
  redirect(`/sign-in?next=${encodeURIComponent(next)}`)
}
