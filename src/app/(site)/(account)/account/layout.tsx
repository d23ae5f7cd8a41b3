import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Button } from '@/app/_components/Button'
import { currentPerson } from '@/app/_session'
import { mayOpenPanel } from '@/domain/accounts/rights'
import { t } from '@/platform/words'
import { AccountNav } from './_parts/AccountNav'
import { VerifyBanner } from './_parts/VerifyBanner'

export const metadata: Metadata = { robots: { index: false } }

/** The frame of the account: where to go, and what is left to verify. Each page asks by itself who is there. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson()
  if (!person) return children
  const links = [
    { href: '/account', label: t('account.nav.overview') },
    { href: '/account/orders', label: t('account.nav.orders') },
    { href: '/account/licenses', label: t('account.nav.licenses') },
    { href: '/account/invoices', label: t('account.nav.invoices') },
    { href: '/account/affiliate', label: t('affiliates.nav') },
    { href: '/account/settings', label: t('account.nav.settings') },
    ...(mayOpenPanel(person) ? [{ href: '/admin', label: t('account.nav.panel') }] : []),
  ]
  return (
    <div className="page grid gap-x-10 gap-y-6 py-8 lg:grid-cols-[12rem_minmax(0,1fr)] lg:py-12">
      <div className="min-w-0">
        <AccountNav label={t('account.nav.label')} links={links} />
        <form action="/sign-out" method="post" className="mt-4 max-lg:hidden">
          <Button look="outline" size="small">
            {t('account.nav.signOut')}
          </Button>
        </form>
      </div>
      <div className="min-w-0">
        {!person.emailVerified && <VerifyBanner email={person.email} />}
        {children}
      </div>
    </div>
  )
}
