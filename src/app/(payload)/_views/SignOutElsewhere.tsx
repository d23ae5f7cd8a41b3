import { redirect } from 'next/navigation'

/** A link signs nobody out: the panel's own address for it leads to the button, as the site's does. */
export function SignOutElsewhere() {
  redirect('/account/settings')
}
