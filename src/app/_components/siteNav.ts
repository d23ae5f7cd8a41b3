import type { MessageKey } from '@/platform/words'

type NavItem = { href: string; label: MessageKey }

/** The short list in the header. */
export const headerNav: readonly NavItem[] = [
  { href: '/browse?type=package', label: 'common.nav.packages' },
  { href: '/browse?type=api', label: 'common.nav.apis' },
  { href: '/browse?type=theme', label: 'common.nav.themes' },
  { href: '/browse', label: 'common.nav.all' },
]

/** Every type of product, for the footer. */
export const browseNav: readonly NavItem[] = [
  { href: '/browse?type=package', label: 'common.nav.packages' },
  { href: '/browse?type=plugin', label: 'common.nav.plugins' },
  { href: '/browse?type=script', label: 'common.nav.scripts' },
  { href: '/browse?type=theme', label: 'common.nav.themes' },
  { href: '/browse?type=api', label: 'common.nav.apis' },
  { href: '/browse?type=saas', label: 'common.nav.saas' },
  { href: '/browse?type=consultation', label: 'common.nav.consultations' },
]
