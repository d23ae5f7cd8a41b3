import { LogOutIcon } from '@payloadcms/ui'
import { t } from '@/platform/words'

/** Signing out of the panel is signing out of the site: one operation ends the session and clears what the browser keeps. */
export function SignOutButton() {
  return (
    <form action="/sign-out" method="post" className="panel-sign-out">
      <button
        type="submit"
        className="nav__log-out"
        aria-label={t('panel.signOut')}
        title={t('panel.signOut')}
      >
        <LogOutIcon />
      </button>
    </form>
  )
}
