import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { HeaderSync } from '@/app/_components/HeaderSync'
import { LeavingProgress } from '@/app/_components/LeavingProgress'
import { SiteFooter } from '@/app/_components/SiteFooter'
import { SiteHeader } from '@/app/_components/SiteHeader'
import { SkipLink } from '@/app/_components/SkipLink'
import { t } from '@/platform/words'
import { bootScript } from './bootScript'
import { fontVariables } from './fonts'
import './site.css'

export const metadata: Metadata = {
  title: {
    template: `%s · ${t('common.brand.title')}`,
    default: t('common.brand.title'),
  },
  description: t('common.footer.promise'),
  // Title and description of each page are taken over by Next.
  openGraph: { type: 'website', siteName: t('common.brand.title') },
  twitter: { card: 'summary' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafbf7' },
    { media: '(prefers-color-scheme: dark)', color: '#0a120f' },
  ],
}

/** The only `<html>` of ours. Reads no cookie: what is personal comes in by the boot script. */
export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" dir="ltr" className={fontVariables} suppressHydrationWarning>
      <head>
        <Boot />
      </head>
      <body className="flex min-h-dvh flex-col bg-paper font-sans text-ink">
        <SkipLink />
        <SiteHeader />
        <Boot />
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <SiteFooter />
        <HeaderSync />
        <LeavingProgress words={t('common.loading')} />
      </body>
    </html>
  )
}

function Boot() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, named by its hash in the policy
  return <script dangerouslySetInnerHTML={{ __html: bootScript }} />
}
