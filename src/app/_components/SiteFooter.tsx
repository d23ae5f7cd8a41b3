import type { ReactNode } from 'react'
import { t } from '@/platform/words'
import { Drawn } from './Drawn'
import { Logo } from './Logo'
import { browseNav } from './siteNav'
import { ThemeSwitch } from './ThemeSwitch'

/** The foot of every page: what we promise, where to go, light or dark. */
export function SiteFooter() {
  return (
    <footer className="no-print mt-16 border-t border-line bg-sunken lg:mt-24">
      <div className="page grid grid-cols-2 gap-x-8 gap-y-10 py-12 lg:grid-cols-[2fr_1fr_1fr_auto]">
        <Drawn of={Columns} given={{}} className="contents" />
        <ThemeSwitch
          label={t('common.theme.label')}
          options={[
            { value: 'system', label: t('common.theme.system') },
            { value: 'light', label: t('common.theme.light') },
            { value: 'dark', label: t('common.theme.dark') },
          ]}
        />
      </div>
    </footer>
  )
}

function Columns() {
  return (
    <>
      <div className="max-lg:col-span-2">
        <Logo />
        <p className="mt-4 max-w-[42ch] text-small text-ink-2">{t('common.footer.promise')}</p>
        <p className="mt-3 max-w-[42ch] text-small text-ink-2">{t('common.footer.seller')}</p>
      </div>
      <FooterNav title={t('common.footer.browse')}>
        {browseNav.map(({ href, label }) => (
          <FooterLink key={href} href={href}>
            {t(label)}
          </FooterLink>
        ))}
      </FooterNav>
      <FooterNav title={t('common.footer.you')}>
        <FooterLink href="/account">{t('common.nav.account')}</FooterLink>
        <FooterLink href="/cart">{t('common.nav.cart')}</FooterLink>
        <FooterLink href="/sign-in">{t('common.nav.signIn')}</FooterLink>
      </FooterNav>
    </>
  )
}

function FooterNav({ title, children }: { title: string; children: ReactNode }) {
  return (
    <nav aria-label={title}>
      <p className="engraved uppercase text-ink-2">{title}</p>
      <ul className="mt-3 text-[0.9375rem]">{children}</ul>
    </nav>
  )
}

function FooterLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <a
        href={href}
        className="inline-block py-1 hover:underline hover:underline-offset-4 pointer-coarse:py-2"
      >
        {children}
      </a>
    </li>
  )
}
