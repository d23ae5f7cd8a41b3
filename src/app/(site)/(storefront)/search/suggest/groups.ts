import type { SuggestAnswer, SuggestionGroup } from '@/app/_components/palette/answer'
import type { QuickFindings } from '@/domain/catalog/quickSearch'
import { type MessageKey, t } from '@/platform/words'

/** Pages that people look for by name. */
const sitePages: readonly { href: string; label: MessageKey }[] = [
  { href: '/browse', label: 'common.nav.all' },
  { href: '/cart', label: 'common.nav.cart' },
  { href: '/account', label: 'common.nav.account' },
  { href: '/account/licenses', label: 'common.palette.pages.licenses' },
  { href: '/account/orders', label: 'common.palette.pages.orders' },
  { href: '/account/invoices', label: 'common.palette.pages.invoices' },
  { href: '/account/settings', label: 'common.palette.pages.settings' },
  { href: '/licenses-explained', label: 'common.palette.pages.help' },
]

/** The findings as the palette shows them: in its order, with the pages of the site, without empty groups. */
export function suggestGroups(findings: QuickFindings): SuggestAnswer {
  const groups: SuggestionGroup[] = [
    {
      kind: 'products',
      label: t('common.palette.groups.products'),
      items: findings.products.map(({ handle, name, seller }) => ({
        href: `/p/${handle}`,
        label: name,
        note: seller.name,
      })),
    },
    {
      kind: 'categories',
      label: t('common.palette.groups.categories'),
      items: findings.categories.map(({ path, name, count }) => ({
        href: `/c/${path.join('/')}`,
        label: name,
        note: t('storefront.filters.products', { count }),
      })),
    },
    {
      kind: 'sellers',
      label: t('common.palette.groups.sellers'),
      items: findings.sellers.map(({ slug, name, count }) => ({
        href: `/s/${slug}`,
        label: name,
        note: t('storefront.filters.products', { count }),
      })),
    },
    {
      kind: 'collections',
      label: t('common.palette.groups.collections'),
      items: findings.collections.map(({ slug, title }) => ({ href: `/collections/${slug}`, label: title })),
    },
    { kind: 'pages', label: t('common.palette.groups.pages'), items: pagesFor(findings.query) },
  ]
  return { query: findings.query, groups: groups.filter(({ items }) => items.length > 0) }
}

/** Pages with a word that begins so; all of them where nothing is typed. */
export function pagesFor(query: string): { href: string; label: string }[] {
  const wanted = query.trim().toLowerCase()
  const begins = (label: string) =>
    label
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted))
  return sitePages
    .map(({ href, label }) => ({ href, label: t(label) }))
    .filter(({ label }) => begins(label) || label.toLowerCase().startsWith(wanted))
}
