import { t } from '@/platform/words'
import { Icon } from './Icon'

/**
 * Where this page stands; the last item is the page itself and has no `href`.
 *
 * @example <Breadcrumbs items={[{ label: 'Packages', href: '/c/packages' }, { label: 'Invoice Kit' }]} />
 */
export function Breadcrumbs({ items }: { items: readonly { label: string; href?: string }[] }) {
  return (
    <nav aria-label={t('common.breadcrumbs')} className="text-small text-ink-2">
      <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        {items.map(({ label, href }, index) => (
          <li key={label} className="flex items-center gap-1.5">
            {index > 0 && <Icon name="chevron" size={16} className="text-ink-3" />}
            {href ? (
              <a
                href={href}
                className="py-0.5 underline decoration-line underline-offset-3 hover:decoration-ink"
              >
                {label}
              </a>
            ) : (
              <span aria-current="page">{label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
