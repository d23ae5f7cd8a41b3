import type { CategoryNode } from '@/domain/catalog/categories'
import { t } from '@/platform/words'

/** Where one may go from here in the tree of categories: what lies below, or the top where nothing is chosen. */
export function CategoryNav({ nodes, suffix }: { nodes: readonly CategoryNode[]; suffix: string }) {
  const shown = nodes.filter(({ count }) => count > 0)
  if (shown.length === 0) return null
  return (
    <nav aria-label={t('storefront.categories.label')} className="mb-6 max-lg:hidden">
      <p className="engraved mb-2 text-ink-2 uppercase">{t('storefront.categories.label')}</p>
      <ul>
        {shown.map((node) => (
          <li key={node.id}>
            <a
              href={`/c/${node.path.join('/')}${suffix}`}
              className="flex min-h-8 items-center justify-between gap-3 text-[0.9375rem] hover:underline hover:underline-offset-4"
            >
              {node.name}
              <span className="text-small text-ink-3">{node.count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
